"""`python <root>/qa_portal/launcher COMMAND …`: loads this folder as the package `launcher`, whatever stands above it."""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def load_package() -> None:
    spec = importlib.util.spec_from_file_location(
        "launcher", HERE / "__init__.py", submodule_search_locations=[str(HERE)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["launcher"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    # Our own folder comes first on the path when it is run: a sibling must never be taken for a library of the same name.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
    sys.dont_write_bytecode = False
    load_package()
    from launcher.main import main

    sys.exit(main(sys.argv[1:]))
