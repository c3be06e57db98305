"""Seconds on the clock, seconds of work and peak memory of a whole process.

Called as a program of its own with a command, since Linux counts the memory of whoever starts a process as the process's.
"""
import json, os, signal, subprocess, sys, threading, time


class Run:
    """What one run took; `code` is None where the limit ended it."""

    def __init__(self, wall, cpu, peak, code):
        self.wall, self.cpu, self.peak, self.code = wall, cpu, peak, code


def timed(command, folder, environment, limit, log):
    """Runs a command in a folder; what it prints goes to the end of the file `log`."""
    helper = [sys.executable, "-S", "-E", os.path.abspath(__file__), folder, str(limit), log, *command]
    done = subprocess.run(helper, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True)
    return Run(**json.loads(done.stdout))


def main(folder, limit, log, *command):
    stopped = []

    def stop():
        stopped.append(True)
        os.killpg(process.pid, signal.SIGKILL)

    with open(log, "ab") as printed:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, start_new_session=True)
        watch = threading.Timer(float(limit), stop)
        watch.daemon = True
        # Whoever stops the measurement stops what is measured.
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: stop())
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        watch.cancel()
    code = None if stopped else os.waitstatus_to_exitcode(status)
    print(json.dumps({"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024, "code": code}))


if __name__ == "__main__":
    main(*sys.argv[1:])
