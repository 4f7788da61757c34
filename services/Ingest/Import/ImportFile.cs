using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageMesh.Ingest.Intake;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>One row of the file: a mention ready to be sent, or what is wrong with it.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Raw">As it stands in the file.</param>
/// <param name="Mention">As ingest reads it; null where the row cannot be taken.</param>
/// <param name="Errors">What is wrong, by field.</param>
public sealed record ImportRow(
    long Line,
    string Raw,
    ReadOnlyMemory<byte>? Mention,
    IReadOnlyDictionary<string, string[]>? Errors
);

/// <summary>A file opened for import: its form is known, and its rows can be read from any record on.</summary>
internal sealed class ImportFile : IDisposable
{
    private readonly FileStream _file;
    private readonly Encoding _encoding;
    private readonly CsvRows? _csv;
    private readonly JsonRows? _json;
    private readonly RowMapper _mapper;
    private readonly ReadingRules _rules;

    /// <exception cref="ImportException">The file, its form or the mapping cannot be used.</exception>
    public ImportFile(ImportOptions options, DateTimeOffset now)
    {
        _mapper = new RowMapper(new ImportTime(options.Zone));
        _rules = new ReadingRules
        {
            Source = options.Source ?? "import",
            // A source that ingest knows may supply these; ingest has the last word.
            Channel = options.Channel ?? (options.Source is null ? null : "unknown"),
            Account = options.Account ?? (options.Source is null ? null : "unknown"),
            AuthorNeeded = false,
            Now = now,
        };
        _file = Open(options.File);
        try
        {
            (_encoding, var mark) = FileEncoding.Of(_file, options.Encoding);
            FirstOffset = mark;
            FirstLine = 1;
            if (FormatOf(options) == ImportFormat.JsonLines)
            {
                _json = new JsonRows(options.Map);
                return;
            }

            // The header ends at its first line feed outside quotes, whatever the delimiter turns out to be.
            var header =
                new RecordReader(_file, (byte)',', mark, FirstLine).Next()
                ?? throw new ImportException($"{options.File} is empty.");
            _csv = new CsvRows(_encoding.GetString(header.Bytes.Span), options.Map);
            (FirstOffset, FirstLine) = (header.NextOffset, header.NextLine);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Where the first row begins.</summary>
    public long FirstOffset { get; }
    public long FirstLine { get; }
    public long Length => _file.Length;

    /// <summary>The rows from a record on, each with where the next one begins.</summary>
    public IEnumerable<(ImportRow Row, long NextOffset, long NextLine)> Rows(long offset, long line)
    {
        var records = new RecordReader(_file, (byte?)_csv?.Delimiter, offset, line);
        while (records.Next() is { } record)
        {
            var raw = _encoding.GetString(record.Bytes.Span);
            yield return (Row(record.Line, raw), record.NextOffset, record.NextLine);
        }
    }

    public void Dispose() => _file.Dispose();

    private ImportRow Row(long line, string raw)
    {
        string? wrong = null;
        if ((_csv?.Read(raw, out wrong) ?? _json?.Read(raw, out wrong)) is not { } values)
        {
            return new ImportRow(line, raw, Mention: null, Errors("row", wrong ?? "Cannot be read."));
        }

        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var mention = Written(_mapper.Map(values, errors));
        using var json = JsonDocument.Parse(mention);
        var read = MentionReader.Read(json.RootElement, index: 0, _rules);
        foreach (var (field, messages) in read.Errors ?? new Dictionary<string, string[]>())
        {
            errors.TryAdd(field, messages);
        }

        return errors.Count == 0
            ? new ImportRow(line, raw, mention, Errors: null)
            : new ImportRow(line, raw, Mention: null, errors);
    }

    private static byte[] Written(JsonObject mention) => JsonSerializer.SerializeToUtf8Bytes(mention, MeshJson.Options);

    private static Dictionary<string, string[]> Errors(string field, string message) =>
        new(StringComparer.Ordinal) { [field] = [message] };

    private static ImportFormat FormatOf(ImportOptions options) =>
        options.Format
        ?? Path.GetExtension(options.File).ToLowerInvariant() switch
        {
            ".jsonl" or ".ndjson" => ImportFormat.JsonLines,
            ".csv" or ".tsv" => ImportFormat.Csv,
            var other => throw new ImportException(
                $"The form of a {(other.Length == 0 ? "file without extension" : other + " file")} is not known; give --format jsonl or csv."
            ),
        };

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportException($"There is no file {path}.", missing);
        }
        catch (UnauthorizedAccessException forbidden)
        {
            throw new ImportException($"{path} may not be read.", forbidden);
        }
    }
}
