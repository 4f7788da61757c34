using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace TriageMesh.Platform.Http;

/// <summary>The one way JSON is written and read over HTTP, in files and in jsonb columns: snake_case, nothing guessed.</summary>
public static class MeshJson
{
    /// <summary>Options ready for use; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Applies the house rules to <paramref name="options"/>.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        // Chinese stays readable; what could close a script element stays escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    }

    /// <summary>Besides the house rules, what a stranger sends has everything that its type says it has.</summary>
    public static void ConfigureRequests(JsonSerializerOptions options)
    {
        Configure(options);
        options.RespectNullableAnnotations = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            UnfitValues.Refuse
        );
    }

    /// <summary>What is wrong with the JSON, without the type names of our program.</summary>
    public static string Explain(JsonException wrong) =>
        MissingIn(wrong).ToArray() is { Length: > 0 } missing ? $"Missing: {string.Join(", ", missing)}."
        : wrong.Message.Contains("allow null", StringComparison.Ordinal) ? UnfitValues.Null
        : wrong.Message is UnfitValues.Null or UnfitValues.Text ? wrong.Message
        : WordsOfEnums.At(wrong) is { } words ? $"One of {words}."
        : wrong.Message.Contains("could not be converted", StringComparison.Ordinal) ? "The value has the wrong form."
        : $"Not valid JSON at line {(wrong.LineNumber ?? 0) + 1}, byte {(wrong.BytePositionInLine ?? 0) + 1}.";

    /// <summary>The fields that must be there and are not.</summary>
    public static IEnumerable<string> MissingIn(JsonException wrong) =>
        wrong.Message.Contains("missing required properties", StringComparison.Ordinal)
            ? wrong
                .Message[(wrong.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]
                .Split('\'', StringSplitOptions.RemoveEmptyEntries)
                .Where(part => char.IsAsciiLetter(part[0]))
            : [];

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
