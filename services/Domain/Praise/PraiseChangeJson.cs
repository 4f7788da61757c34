using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageMesh.Domain.Praise;

/// <summary>The stored form of a change: its kind, and its members as JSON.</summary>
public static class PraiseChangeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new InstantJson() },
    };

    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["shortlisted"] = typeof(Shortlisted),
        ["found"] = typeof(TakenOffShortlist),
        ["requested"] = typeof(RightsRequested),
        ["request_failed"] = typeof(RequestNotSent),
        ["granted"] = typeof(RightsGranted),
        ["declined"] = typeof(RightsDeclined),
        ["expired"] = typeof(RightsExpired),
        ["revoked"] = typeof(RightsRevoked),
        ["posted"] = typeof(Posted),
        ["reposted"] = typeof(Reposted),
        ["exported"] = typeof(Exported),
        ["planned"] = typeof(Planned),
        ["engagement"] = typeof(EngagementSeen),
    };

    public static string Write(PraiseChange change) => JsonSerializer.Serialize(change, change.GetType(), Options);

    /// <exception cref="FormatException">The kind is unknown, or the JSON is not of that kind.</exception>
    public static PraiseChange Read(string kind, string json)
    {
        var type =
            Types.GetValueOrDefault(kind) ?? throw new FormatException($"'{kind}' is no kind of change to praise.");
        try
        {
            return (PraiseChange?)JsonSerializer.Deserialize(json, type, Options)
                ?? throw new FormatException($"A change of kind '{kind}' is empty.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"A change of kind '{kind}' cannot be read.", exception);
        }
    }
}
