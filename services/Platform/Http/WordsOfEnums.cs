using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TriageMesh.Contracts;

namespace TriageMesh.Platform.Http;

/// <summary>Which words may stand where a body has another.</summary>
internal static partial class WordsOfEnums
{
    /// <summary>The words, where what could not be read was to be one of an enum; null where it was to be something else.</summary>
    public static string? At(JsonException wrong)
    {
        // The serializer tells the type only in words: the value's own, or that of the record whose constructor takes it.
        if (
            TypeName().Match(wrong.Message) is not { Success: true } told
            || typeof(Label).Assembly.GetType(told.Groups["type"].Value) is not { } type
        )
        {
            return null;
        }

        var place = wrong.Path is { } path ? path[(path.LastIndexOf('.') + 1)..] : "";
        var asked = type.IsEnum
            ? type
            : type.GetProperties()
                .Where(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name) == place)
                .Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)
                .FirstOrDefault(part => part.IsEnum);
        return asked is null
            ? null
            : string.Join(
                ", ",
                asked
                    .GetFields(BindingFlags.Public | BindingFlags.Static)
                    .Select(word => word.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? word.Name)
            );
    }

    // ... converted to TriageMesh.Contracts.Label. Path: ... or, where it may be null, System.Nullable`1[TriageMesh.Contracts.Label].
    [GeneratedRegex(
        @"converted to (System\.Nullable`1\[)?(?<type>TriageMesh[\w.+]+)\]?\. Path: ",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TypeName();
}
