using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TriageMesh.Ingest.Import;

/// <summary>Turns the values of a row into a mention as ingest reads it.</summary>
internal sealed class RowMapper(ImportTime times)
{
    private static readonly string[] Yes = ["true", "1", "yes", "y", "是"];
    private static readonly string[] No = ["false", "0", "no", "n", "否", ""];

    /// <summary>Builds the mention; what cannot be turned into the field's form is noted in <paramref name="wrong"/>.</summary>
    /// <param name="valueOf">The row's value for a field: text, a JSON value, or null.</param>
    /// <param name="wrong">Takes what is wrong, by field.</param>
    public JsonObject Map(Func<ImportField, JsonNode?> valueOf, Dictionary<string, string[]> wrong)
    {
        var mention = new JsonObject();
        var author = new JsonObject();
        foreach (var field in ImportFields.All)
        {
            if (valueOf(field) is not { } value || IsBlank(value))
            {
                continue;
            }

            var parts = field.Name.Split('.');
            var target = parts.Length == 2 ? author : mention;
            target[parts[^1]] = Form(field, value, wrong);
        }

        // Exports often carry names only; a name is the best id there is, and keeps one person's posts together.
        if (!author.ContainsKey("id") && (author["handle"] ?? author["name"]) is { } name)
        {
            author["id"] = name.DeepClone();
        }

        if (author.Count > 0)
        {
            mention["author"] = author;
        }

        return mention;
    }

    private JsonNode? Form(ImportField field, JsonNode value, Dictionary<string, string[]> wrong)
    {
        if (field.Form == FieldForm.Time)
        {
            var time = times.Read(value.ToString(), out var why);
            if (why is not null)
            {
                wrong[field.Name] = [why];
            }

            return time;
        }

        if (value.GetValueKind() != JsonValueKind.String)
        {
            return value.DeepClone();
        }

        var text = value.GetValue<string>();
        var word = text.Trim();
        return field.Form switch
        {
            FieldForm.Word => word.ToLowerInvariant(),
            FieldForm.Number => Number(word) is { } number ? number : word,
            FieldForm.Flag => Yes.Contains(word.ToLowerInvariant()) ? true
            : No.Contains(word.ToLowerInvariant()) ? false
            : word,
            FieldForm.Links => new JsonArray([
                .. word.Split(
                        [' ', ';', '|', '\n'],
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    )
                    .Select(link => (JsonNode)link),
            ]),
            FieldForm.Text => text,
            FieldForm.Time => throw new InvalidOperationException("Times are read before."),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Form, null),
        };
    }

    /// <summary>Spreadsheets write 1,234 and 5.0.</summary>
    private static long? Number(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        )
        && decimal.IsInteger(number)
        && number <= long.MaxValue
            ? (long)number
            : null;

    private static bool IsBlank(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>());
}
