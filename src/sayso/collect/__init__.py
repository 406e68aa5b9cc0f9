"""Bytes ► `Article`: files, folders, standard input, web archives, addresses. Imports only `records` and `errors`."""
