"""The offline workbook: from an assessment to an XLSX file, and from the file to what it says.

Pure: dataclasses in, bytes out, and back. `reading` and `package` run in a child process.
"""
