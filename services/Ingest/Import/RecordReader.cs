using System.Buffers;

namespace TriageMesh.Ingest.Import;

/// <summary>One record of a file: its bytes without the line end, the line it begins on, and where the next one begins.</summary>
internal readonly record struct RawRecord(ReadOnlyMemory<byte> Bytes, long Line, long NextOffset, long NextLine);

/// <summary>Cuts a file into records by its bytes, so that an import can go on at a byte.</summary>
/// <remarks>Quote, comma, tab and line feed never are parts of other characters in UTF-8 and GB18030.</remarks>
/// <param name="file">The file; read from <paramref name="offset"/>.</param>
/// <param name="delimiter">Of a CSV, whose quoted fields may hold line feeds; null for one record a line.</param>
/// <param name="offset">Where the first record begins.</param>
/// <param name="line">The line that begins there.</param>
internal sealed class RecordReader(Stream file, byte? delimiter, long offset, long line)
{
    public const int MaxRecordBytes = 4 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[128 * 1024];
    private long _offset = offset;
    private long _line = line;
    private int _at;
    private int _end;
    private bool _started;

    /// <summary>The next record that is not blank; null at the end.</summary>
    /// <exception cref="ImportException">A record has no end: most likely a quote was left open.</exception>
    public RawRecord? Next()
    {
        while (true)
        {
            var began = _line;
            if (Cut() is not { } bytes)
            {
                return null;
            }

            if (bytes.Span.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
            {
                return new RawRecord(bytes, began, _offset, _line);
            }
        }
    }

    private ReadOnlyMemory<byte>? Cut()
    {
        var record = new ArrayBufferWriter<byte>();
        var quotes = new QuoteState(delimiter);
        while (Fill())
        {
            var available = _buffer.AsSpan(_at, _end - _at);
            var length = quotes.EndOfRecord(available, ref _line);
            var whole = length >= 0;
            var part = whole ? available[..length] : available;
            record.Write(part);
            var used = whole ? length + 1 : part.Length;
            _at += used;
            _offset += used;
            if (whole)
            {
                return Trimmed(record.WrittenMemory);
            }

            if (record.WrittenCount > MaxRecordBytes)
            {
                throw new ImportException(
                    $"A record is longer than {MaxRecordBytes / 1024 / 1024} MB just before line {_line}. Was a quote left open?"
                );
            }
        }

        if (record.WrittenCount == 0)
        {
            return null;
        }

        return Trimmed(record.WrittenMemory);
    }

    private bool Fill()
    {
        if (_at < _end)
        {
            return true;
        }

        if (!_started)
        {
            file.Position = _offset;
            _started = true;
        }

        _at = 0;
        _end = file.Read(_buffer);
        return _end > 0;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> record) =>
        record.Span is [.., (byte)'\r'] ? record[..^1] : record;

    /// <summary>Where in a CSV record we are: a line feed inside quotes does not end it.</summary>
    private struct QuoteState(byte? delimiter)
    {
        private bool _inQuotes;
        private bool _justClosed;
        private bool _inField;

        /// <summary>The place of the line feed that ends the record; -1 where it goes on. Counts the lines on the way.</summary>
        public int EndOfRecord(ReadOnlySpan<byte> bytes, ref long line)
        {
            if (delimiter is not { } separator)
            {
                var end = bytes.IndexOf((byte)'\n');
                line += end >= 0 ? 1 : 0;
                return end;
            }

            for (var at = 0; at < bytes.Length; at++)
            {
                var value = bytes[at];
                if (value == '\n')
                {
                    line++;
                    if (!_inQuotes)
                    {
                        return at;
                    }
                }

                Step(value, separator);
            }

            return -1;
        }

        private void Step(byte value, byte separator)
        {
            if (_inQuotes)
            {
                _justClosed = value == '"';
                _inQuotes = !_justClosed;
            }
            else if (value == '"' && (_justClosed || !_inField))
            {
                // A field begins with it, or it is the second of a doubled quote.
                _inQuotes = true;
                _justClosed = false;
                _inField = true;
            }
            else
            {
                _justClosed = false;
                _inField = value != separator;
            }
        }
    }
}
