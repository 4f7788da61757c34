using System.Buffers;
using System.Text.Json;

namespace TriageMesh.Ingest.Import;

/// <summary>Rows that are answered together, and where the file goes on after them.</summary>
internal sealed class ImportBatch
{
    public const int MaxRows = 500;

    /// <summary>Below the size that ingest takes.</summary>
    private const int MaxBytes = 900_000;

    private readonly List<ImportRow> _rows = [];
    private int _bytes;

    public IReadOnlyList<ImportRow> Rows => _rows;

    public long NextOffset { get; private set; }

    public long NextLine { get; private set; }

    /// <summary>The rows that are sent, in the order of the results.</summary>
    public IReadOnlyList<ImportRow> Sent => [.. _rows.Where(row => row.Mention is not null)];

    /// <summary>Cuts the rows into batches.</summary>
    public static IEnumerable<ImportBatch> Of(IEnumerable<(ImportRow Row, long NextOffset, long NextLine)> rows)
    {
        var batch = new ImportBatch();
        foreach (var (row, nextOffset, nextLine) in rows)
        {
            var bytes = row.Mention?.Length ?? 0;
            if (batch._rows.Count == MaxRows || (batch._bytes > 0 && batch._bytes + bytes > MaxBytes))
            {
                yield return batch;
                batch = new ImportBatch();
            }

            batch._rows.Add(row);
            batch._bytes += bytes + 1;
            (batch.NextOffset, batch.NextLine) = (nextOffset, nextLine);
        }

        if (batch._rows.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>The body of the request.</summary>
    public byte[] Body(ImportOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>(_bytes + 200);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (
                var (name, value) in ((string, string?)[])
                    [("source", options.Source), ("channel", options.Channel), ("account", options.Account)]
            )
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteStartArray("mentions");
            foreach (var row in Sent)
            {
                json.WriteRawValue(row.Mention!.Value.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
