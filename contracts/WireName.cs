using System.Reflection;
using System.Text.Json.Serialization;

namespace TriageMesh.Contracts;

/// <summary>The one spelling of an enum value outside the program: in JSON, in the database, in files (<c>waiting_customer</c>).</summary>
/// <typeparam name="T">An enum whose members carry <see cref="JsonStringEnumMemberNameAttribute"/>.</typeparam>
public static class WireName<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>()
        .ToDictionary(
            value => value,
            value =>
                typeof(T).GetField(value.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? throw new InvalidOperationException($"{typeof(T).Name}.{value} has no wire name.")
        );

    private static readonly Dictionary<string, T> Values = Names.ToDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    /// <summary>All spellings, in the order of the values.</summary>
    public static IReadOnlyCollection<string> All { get; } =
    [.. Names.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>The spelling of <paramref name="value"/>.</summary>
    public static string Of(T value) => Names[value];

    /// <summary>Reads a spelling.</summary>
    /// <exception cref="FormatException">The text is not one of <see cref="All"/>.</exception>
    public static T Parse(string text) =>
        Values.TryGetValue(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not one of {string.Join(", ", All)}.");

    /// <summary>Reads a spelling; false where the text is not one of <see cref="All"/>.</summary>
    public static bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && Values.TryGetValue(text, out value);
    }
}

/// <summary>Shorthand for <see cref="WireName{T}.Of"/>.</summary>
public static class WireNames
{
    /// <summary>The spelling of this value outside the program.</summary>
    public static string Wire<T>(this T value)
        where T : struct, Enum => WireName<T>.Of(value);
}

/// <summary>An enum in JSON is its wire name; a number is no name.</summary>
/// <typeparam name="T">An enum whose members carry <see cref="JsonStringEnumMemberNameAttribute"/>.</typeparam>
public sealed class WireNameConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
    where T : struct, Enum;
