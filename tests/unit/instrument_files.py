# ruff: noqa: E501  (lines of vendors stand as vendors write them)
"""Small instrument files made here, with their truth, and the place of real ones."""

import os
import struct
from pathlib import Path

import numpy as np
import pytest

PIXELS = 48
AXIS = np.round(600 + 0.37 * np.arange(PIXELS) - 1e-4 * np.arange(PIXELS) ** 2, 3)
COUNTS = np.round(200 + 3000 / (1 + ((AXIS - 609) / 0.8) ** 2)).astype(int)


def shared(name):
    """Return the path of a real file, or skip: the files are not part of this project."""
    root = Path(os.environ.get("COLASE_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not (root / name).exists():
        pytest.skip(
            f"the real instrument file {name} is not beside this checkout (COLASE_SHARED_DATA names the folder)"
        )
    return root / name


def comma(value):
    return str(value).replace(".", ",")


def ocean():
    head = "SpectraSuite Data File\r\n++++\r\nDate: Fri Aug 19 13:19:52 CDT 2016\r\nIntegration Time (usec): 70000 (USB2)\r\n"
    head += f"Spectra Averaged: 15 (USB2)\r\nNumber of Pixels in Processed Spectrum: {PIXELS}\r\n>>>>>Begin Processed Spectral Data<<<<<\r\n"
    rows = "".join(f"{comma(x)}\t{comma(float(c))}\r\n" for x, c in zip(AXIS, COUNTS, strict=True))
    return (head + rows + ">>>>>End Processed Spectral Data<<<<<\r\n").encode()


def oceanview():
    head = "Data from a.txt Node\n\nDate: Mon Feb 03 10:00:00 CET 2025\nSpectrometer: HR4C1\nIntegration Time (sec): 1.5E-2\n"
    head += f"Scans to average: 10\nXAxis mode: Wavelengths\nNumber of Pixels in Spectrum: {PIXELS}\n>>>>>Begin Spectral Data<<<<<\n"
    return (head + "".join(f"{x}\t{c}.25\n" for x, c in zip(AXIS, COUNTS, strict=True))).encode()


def avantes():
    head = "Integration time [ms]: 105,000\nAveraging Nr. [scans]: 2\nData measured with spectrometer [name]: 1204091U1\n"
    head += "Wave   ;Sample   ;Dark     ;Reference\n[nm]   ;[counts] ;[counts] ;[counts]\n\n"
    return (
        head + "".join(f"{comma(x)};{c},000;12,500;60000,0\n" for x, c in zip(AXIS, COUNTS, strict=True))
    ).encode()


def craic():
    return (
        "CRAIC Technologies\nWavelength\tCounts\n"
        + "".join(f"{x}\t{c}\n" for x, c in zip(AXIS, COUNTS, strict=True))
    ).encode()


def andor_asc():
    rows = "".join(f"{x}\t{c}\t\r\n" for x, c in zip(AXIS, COUNTS, strict=True))
    return (
        rows
        + "\r\nDate and Time:\tFri Sep  8 15:03:52 2017\r\nExposure Time (secs):\t0.1\r\nNumber of Accumulations:\t500\r\n"
    ).encode()


def plain_csv():
    return (
        "Wavelength (nm),a,b\n" + "".join(f"{x},{c},{c + 1}\n" for x, c in zip(AXIS, COUNTS, strict=True))
    ).encode()


def excel_utf16():
    return (
        "Wavelength (nm)\tcounts\r\n"
        + "".join(f"{comma(x)}\t{c}\r\n" for x, c in zip(AXIS, COUNTS, strict=True))
    ).encode("utf-16")


def energies():
    ev = 1239.841984 / AXIS
    return (
        "Energy (eV);counts\n" + "".join(f"{e:.9f};{c}\n" for e, c in zip(ev, COUNTS, strict=True))
    ).encode()


def labspec():
    head = "#Acq. time (s)=\t2.5\n#Accumulations=\t3\n#Laser (nm)=\t532.04\n#AxisUnit[1]=\tnm\n"
    rows = "\t" + "\t".join(map(str, AXIS[::-1])) + "\n"
    for i in range(3):
        rows += f"{10 * i}\t" + "\t".join(map(str, COUNTS[::-1] + i)) + "\n"
    return (head + rows).encode()


def labspec_xml():
    numbers = " ".join(map(str, AXIS))
    rows = "".join(f'<LSX_Row Size="{PIXELS}">{" ".join(map(str, COUNTS + i))}</LSX_Row>' for i in range(2))
    entry = '<LSX ID="0x0"><LSX ID="0x6D6D616E">{}</LSX><LSX ID="0x7D6C61DB">{}</LSX></LSX>'
    setup = entry.format("Acq. time (s)", "2.5") + entry.format("Accumulations", "3")
    return (
        '<?xml version="1.0"?><LSX_Data><LSX_Tree>'
        f'<LSX ID="0x6C62D4D9"><LSX ID="0x8716361">{setup}</LSX></LSX>'
        f'<LSX ID="0x7A74D9D6"><LSX ID="0x7B697861"><LSX ID="0x0"/><LSX ID="0x1"><LSX ID="0x7C696E75">nm</LSX>'
        f'<LSX ID="0x7D6CD4DB">{numbers}</LSX></LSX></LSX></LSX></LSX_Tree><LSX_Matrix>{rows}</LSX_Matrix></LSX_Data>'
    ).encode()


def renishaw():
    rows = "#Time\t\t#Wave\t\t#Intensity\n"
    for i in range(3):
        rows += "".join(
            f"{2.0 * i}\t{x}\t{c + i}\n" for x, c in zip((AXIS - 600)[::-1] * 10, COUNTS[::-1], strict=True)
        )
    return rows.encode()


def spe(first=7, binned=2, frames=2, sensor=1024):
    """Return a .spe 3 file whose region of interest is cropped and binned; its axis is AXIS."""
    full = np.linspace(500, 900, sensor)
    full[first : first + PIXELS * binned] = np.repeat(AXIS, binned)
    data = np.stack([COUNTS + i for i in range(frames)]).astype("<u2").tobytes()
    size = 2 * PIXELS
    xml = (
        '<SpeFormat version="3.0" xmlns="http://www.princetoninstruments.com/spe/2009"><DataFormat>'
        f'<DataBlock type="Frame" count="{frames}" pixelFormat="MonochromeUnsigned16" size="{size}" stride="{size}" calibrations="1">'
        f'<DataBlock type="Region" calibrations="2" count="1" width="{PIXELS}" height="1" size="{size}" stride="{size}"/></DataBlock></DataFormat>'
        f'<Calibrations><WavelengthMapping id="1" date="2024-05-27T16:10:33"><Wavelength>{",".join(map(str, full))}</Wavelength></WavelengthMapping>'
        f'<SensorMapping id="2" x="{first}" y="0" width="{PIXELS * binned}" height="10" xBinning="{binned}" yBinning="10"/></Calibrations>'
        '<DataHistories><DataHistory><Origin created="2024-06-20T15:23:39"><Experiment xmlns="x"><ExposureTime>250</ExposureTime>'
        "<BitDepth>16</BitDepth></Experiment></Origin></DataHistory></DataHistories></SpeFormat>"
    )
    header = bytearray(4100)
    struct.pack_into("<Q", header, 678, 4100 + len(data))
    struct.pack_into("<f", header, 1992, 3.0)
    struct.pack_into("<H", header, 4098, 0x5555)
    return bytes(header) + data + xml.encode()


FILES = {
    "ocean.txt": ocean, "oceanview.txt": oceanview, "avantes.txt": avantes, "craic.txt": craic, "solis.asc": andor_asc,
    "plain.csv": plain_csv, "excel.txt": excel_utf16, "energies.csv": energies, "labspec.txt": labspec,
    "labspec.xml": labspec_xml, "renishaw.txt": renishaw, "lightfield.spe": spe,
}  # fmt: skip
KINDS = {
    "ocean.txt": "ocean", "oceanview.txt": "ocean", "avantes.txt": "avantes", "craic.txt": "craic", "solis.asc": "andor-asc",
    "plain.csv": "text", "excel.txt": "text", "energies.csv": "text", "labspec.txt": "labspec", "labspec.xml": "labspec-xml",
    "renishaw.txt": "renishaw", "lightfield.spe": "princeton-spe",
}  # fmt: skip
