// Runs before the first paint: style sheets may count on scripts from here on.
document.documentElement.classList.add("js");
