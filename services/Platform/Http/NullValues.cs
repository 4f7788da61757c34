using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TriageMesh.Platform.Http;

/// <summary>
/// No null where a type allows none. The serializer's own check of nullable types ends at the items of lists and tables, and passes
/// over what stands beside a constructor when a body is read from a stream.
/// </summary>
internal static class NullValues
{
    /// <summary>Makes reading a type fail where it holds such a null.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        JsonPropertyInfo[] suspects =
        [
            .. type.Properties.Where(property =>
                property.Get is not null && (!property.IsSetNullable || HoldsItems(property.PropertyType))
            ),
        ];
        if (suspects.Length > 0)
        {
            type.OnDeserialized = read =>
            {
                if (Array.Find(suspects, property => IsWrong(property, property.Get!(read))) is { } wrong)
                {
                    throw new JsonException("The type does not allow null.", $"$.{wrong.Name}", null, null);
                }
            };
        }
    }

    private static bool HoldsItems(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static bool IsWrong(JsonPropertyInfo property, object? value) =>
        value switch
        {
            null => !property.IsSetNullable,
            string => false,
            IDictionary table => HoldsNull(table.Values),
            IEnumerable items => HoldsNull(items),
            _ => false,
        };

    private static bool HoldsNull(IEnumerable items) => items.Cast<object?>().Any(item => item is null);
}
