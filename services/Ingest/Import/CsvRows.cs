using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace TriageMesh.Ingest.Import;

/// <summary>Finds fields in the columns of a CSV by its header.</summary>
internal sealed class CsvRows
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly Dictionary<ImportField, int> _columns = [];
    private readonly CsvConfiguration _form;
    private readonly int _width;

    /// <param name="header">The first record.</param>
    /// <param name="map">Which column holds which field.</param>
    /// <exception cref="ImportException">A column that is needed or named is not there; the message lists those that are.</exception>
    public CsvRows(string header, IReadOnlyDictionary<string, string> map)
    {
        Delimiter = DelimiterOf(header);
        _form = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter.ToString(),
            BadDataFound = null,
            BufferSize = 1024,
            ProcessFieldBufferSize = 1024,
        };
        var columns = Split(header).Select(column => column.Trim().Trim('\uFEFF')).ToArray();
        _width = columns.Length;
        var found = $"Columns found: {string.Join(", ", columns)}.";
        foreach (var (name, column) in map)
        {
            var at = Array.IndexOf(columns, column.Trim());
            _columns[ImportFields.Named(name)] =
                at >= 0 ? at : throw new ImportException($"There is no column {column} for {name}. {found}");
        }

        FindByUsualNames(columns);
        foreach (var field in ImportFields.All.Where(field => field.IsNeeded && !_columns.ContainsKey(field)))
        {
            throw new ImportException($"No column holds {field.Name}. Name it with --map {field.Name}=COLUMN. {found}");
        }
    }

    public char Delimiter { get; }

    /// <summary>The delimiter that the header has most of.</summary>
    public static char DelimiterOf(string header) =>
        Delimiters.MaxBy(delimiter => header.Count(letter => letter == delimiter));

    /// <summary>The values of one row; null where it does not fit the header, with the reason.</summary>
    public Func<ImportField, JsonNode?>? Read(string text, out string? wrong)
    {
        var values = Split(text);
        wrong = values.Length > _width ? $"The row has {values.Length} columns, the header {_width}." : null;
        return wrong is null
            ? field =>
                _columns.TryGetValue(field, out var column) && column < values.Length
                    ? JsonValue.Create(values[column])
                    : null
            : null;
    }

    private string[] Split(string record)
    {
        using var text = new StringReader(record);
        using var parser = new CsvParser(text, _form);
        return parser.Read() ? parser.Record ?? [] : [];
    }

    private void FindByUsualNames(string[] columns)
    {
        var taken = _columns.Values.ToHashSet();
        var plain = columns.Select(ImportFields.Plain).ToArray();
        foreach (var field in ImportFields.All.Where(field => !_columns.ContainsKey(field)))
        {
            var at = field.Names.Select(name => Array.IndexOf(plain, name)).FirstOrDefault(at => at >= 0, -1);
            if (at >= 0 && taken.Add(at))
            {
                _columns[field] = at;
            }
        }
    }
}
