using System.Globalization;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Ingest.Intake;

/// <summary>Reads the fields of one JSON object and collects everything that is wrong with them, by name.</summary>
internal sealed class FieldReader(JsonElement fields, Dictionary<string, List<string>> wrong, string prefix = "")
{
    private static readonly string[] Instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK",
    ];

    /// <summary>The fields of the object under <paramref name="name"/>; null where there is none.</summary>
    public FieldReader? Object(string name, bool required)
    {
        if (Find(name) is not { } value)
        {
            return required ? Wrong<FieldReader>(name, "Missing.") : null;
        }

        return value.ValueKind == JsonValueKind.Object
            ? new FieldReader(value, wrong, $"{prefix}{name}.")
            : Wrong<FieldReader>(name, "Must be an object.");
    }

    /// <summary>Text as it was written, without what cannot be stored.</summary>
    public string? Text(string name, int atMost, bool required = false)
    {
        if (Find(name) is not { } value)
        {
            return required ? Wrong<string>(name, "Missing.") : null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Wrong<string>(name, "Must be text.");
        }

        var text = CleanText.Of(value);
        if (string.IsNullOrWhiteSpace(text))
        {
            return required ? Wrong<string>(name, "Must not be empty.") : null;
        }

        return text.Length <= atMost
            ? text
            : Wrong<string>(name, $"At most {atMost} characters; it has {text.Length}.");
    }

    /// <summary>An id: text without control characters, or a whole number, which many platforms send.</summary>
    public string? Id(string name, int atMost, bool required = false)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Number } number)
        {
            var digits = number.GetRawText();
            return digits.Length <= 40 && digits.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0
                ? digits
                : Wrong<string>(name, "Must be text or a whole number.");
        }

        var text = Text(name, atMost, required)?.Trim();
        return text is not null && text.Any(char.IsControl)
            ? Wrong<string>(name, "Must not hold control characters.")
            : text;
    }

    /// <summary>One of the spellings of <typeparamref name="T"/>; the first of them where there is none.</summary>
    public T Choice<T>(string name)
        where T : struct, Enum
    {
        if (Find(name) is not { } value)
        {
            return default;
        }

        if (value.ValueKind == JsonValueKind.String && WireName<T>.TryParse(CleanText.Of(value), out var choice))
        {
            return choice;
        }

        Wrong<string>(name, $"Must be one of {string.Join(", ", WireName<T>.All)}.");
        return default;
    }

    /// <summary>A whole number inside the bounds.</summary>
    public long? Number(string name, long from, long to)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            && number >= from
            && number <= to
        )
        {
            return number;
        }

        Wrong<string>(
            name,
            to == long.MaxValue
                ? $"Must be a whole number from {from}."
                : $"Must be a whole number from {from} to {to}."
        );
        return null;
    }

    /// <summary>True or false; false where there is none.</summary>
    public bool Flag(string name)
    {
        if (Find(name) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Wrong<string>(name, "Must be true or false.");
        return false;
    }

    /// <summary>A point in time: ISO 8601 with its offset, neither long before the platforms nor in the future.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset latest)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (
            value.ValueKind != JsonValueKind.String
            || CleanText.Of(value).Trim() is not { } text
            || !DateTimeOffset.TryParseExact(
                text,
                Instants,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
        )
        {
            Wrong<string>(name, "Must be a time in ISO 8601, such as 2026-06-05T09:30:00Z.");
            return null;
        }

        var wrongly =
            !HasOffset(text) ? "Must say its offset from UTC, such as Z or +08:00."
            : time.Year < 2000 ? "Must not be before the year 2000."
            : time > latest ? "Must not be in the future."
            : null;
        if (wrongly is not null)
        {
            Wrong<string>(name, wrongly);
            return null;
        }

        return time;
    }

    /// <summary>An http or https address.</summary>
    public string? Link(string name) => Text(name, 2_000) is { } link ? Link(name, link) : null;

    /// <summary>A list of http or https addresses.</summary>
    public IReadOnlyList<string> Links(string name, int atMost)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > atMost)
        {
            Wrong<string>(name, $"Must be a list of at most {atMost} addresses.");
            return [];
        }

        return
        [
            .. value
                .EnumerateArray()
                .Select(link => Link(name, link.ValueKind == JsonValueKind.String ? CleanText.Of(link) : ""))
                .OfType<string>(),
        ];
    }

    /// <summary>Notes a mistake.</summary>
    public T? Wrong<T>(string name, string message)
        where T : class
    {
        var field = prefix + name;
        if (!wrong.TryGetValue(field, out var messages))
        {
            wrong[field] = messages = [];
        }

        if (!messages.Contains(message))
        {
            messages.Add(message);
        }

        return null;
    }

    private string? Link(string name, string link) =>
        link.Length <= 2_000
        && Uri.TryCreate(link.Trim(), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
            ? link.Trim()
            : Wrong<string>(name, "Must be an http or https address of at most 2000 characters.");

    private static bool HasOffset(string time) => time[^1] is 'Z' or 'z' || time.AsSpan()[^6..].ContainsAny('+', '-');

    private JsonElement? Find(string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
