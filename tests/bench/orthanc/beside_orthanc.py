# SPDX-License-Identifier: Apache-2.0
"""The same questions asked of Orthanc, Debian's medical server with plugins, in the same run: how long 20 small plugins
take to load, what a call of the host costs and what one from plugin to plugin."""
import json
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


def installed():
    return pathlib.Path('/usr/sbin/Orthanc').exists() and pathlib.Path('/usr/include/orthanc/OrthancCPlugin.h').exists()


def free_port():
    with socket.socket() as it:
        it.bind(('127.0.0.1', 0))
        return it.getsockname()[1]


def build(folder):
    plugins = folder / 'plugins'
    plugins.mkdir()
    for number in range(1, 21):
        subprocess.run(['gcc', '-O2', '-fPIC', '-shared', '-w', f'-DNUMBER={number}', HERE / 'peer_plugin.c',
                        '-o', plugins / f'peer{number}.so'], check=True)
    return plugins


def moment(line):
    """Seconds of a line of its log, "I0101 10:20:30.123456 …"."""
    hours, minutes, seconds = re.search(r'(\d\d):(\d\d):(\d\d\.\d+)', line).groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def measure():
    """Milliseconds and nanoseconds by name, or nothing where Orthanc is not installed."""
    if not installed():
        return {}
    with tempfile.TemporaryDirectory(prefix='curante-peer-') as scratch:
        folder, port = pathlib.Path(scratch), free_port()
        settings = {'Plugins': [str(build(folder))], 'HttpPort': port, 'DicomServerEnabled': False,
                    'RemoteAccessAllowed': False, 'StorageDirectory': scratch, 'IndexDirectory': scratch}
        (folder / 'settings.json').write_text(json.dumps(settings))
        log = folder / 'log'
        began = time.monotonic()
        with open(log, 'wb') as out:
            peer = subprocess.Popen(['/usr/sbin/Orthanc', '--verbose', folder / 'settings.json'], stdout=out, stderr=out)
        try:
            url = f'http://127.0.0.1:{port}/peer1/'
            while True:
                try:
                    urllib.request.urlopen(url + 'answer', timeout=5).read()
                    break
                except OSError:
                    if peer.poll() is not None or time.monotonic() - began > 60:
                        raise RuntimeError(log.read_text(errors='replace')[-2000:]) from None
            ready = (time.monotonic() - began) * 1000
            inside = json.load(urllib.request.urlopen(url + 'measure', timeout=120))
        finally:
            peer.terminate()
            peer.wait()
        loaded = [moment(line) for line in log.read_text(errors='replace').splitlines() if 'Registering plugin' in line]
        return {'orthanc_ready_ms': ready, 'orthanc_load_20_ms': (loaded[-1] - loaded[0]) * 1000 * 20 / 19,
                'orthanc_service_ns': inside['service_ns'], 'orthanc_plugin_call_us': inside['plugin_call_ns'] / 1000}


if __name__ == '__main__':
    print(json.dumps(measure()))
