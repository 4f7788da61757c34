using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TriageMesh.Platform.Http;

/// <summary>
/// What no body may hold or lack: a null where its type allows none, and text that cannot be stored. The serializer's own check of nullable
/// types ends at the items of lists and tables, and passes over what stands beside a constructor when a body is read from a stream.
/// </summary>
internal static class UnfitValues
{
    public const string Null = "Must not be null.";
    public const string Text = "Holds a character that cannot be stored.";

    /// <summary>Makes reading a type fail where it holds such a value; the message says which, the path where.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            // What may be null may be left out; what may not be null must be there, also where it could be nothing but a zero.
            property.IsRequired |=
                property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } part
                && Nullable.GetUnderlyingType(part.ParameterType) is null;
        }

        JsonPropertyInfo[] suspects =
        [
            .. type.Properties.Where(property =>
                property.Get is not null
                && (!property.IsSetNullable || typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
            ),
        ];
        if (suspects.Length > 0)
        {
            // Where no constructor takes values, the serializer refuses a null itself, and after us names all that is missing.
            var isNullLeft = type.Properties.All(property => property.AssociatedParameter is null);
            type.OnDeserialized = read => Check(suspects, isNullLeft, read);
        }
    }

    /// <summary>PostgreSQL stores no zero character, and half a character is no text in any encoding.</summary>
    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        for (var i = text.IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return !text.Contains('\0');
    }

    private static void Check(JsonPropertyInfo[] suspects, bool isNullLeft, object read)
    {
        foreach (var property in suspects)
        {
            var fault = property.Get!(read) switch
            {
                null => property.IsSetNullable || (isNullLeft && property.IsRequired) ? null : Null,
                string text => FaultOf(text),
                IDictionary table => FaultIn(table.Keys) ?? FaultIn(table.Values),
                IEnumerable items => FaultIn(items),
                _ => null,
            };
            if (fault is not null)
            {
                throw new JsonException(fault, $"$.{property.Name}", null, null);
            }
        }
    }

    private static string? FaultIn(IEnumerable items) =>
        items.Cast<object?>().Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(object? item) =>
        item switch
        {
            null => Null,
            string text when !IsStorable(text) => Text,
            _ => null,
        };
}
