// Pages of somebody who is signed in look after what the device keeps; nobody else's page does, and a customer's least of all.

if (document.querySelector("meta[name=person]") && "indexedDB" in window) import("../device/engine.js");
