using System.Text.Json;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Platform.Parking;

/// <summary>Reads the message and its contract's name out of the envelope in which the bus carries it.</summary>
internal static class BusEnvelope
{
    /// <summary>The contract's name and the bare message; no name where the body is not one of our contracts.</summary>
    public static (string? Type, string Message) Open(string body)
    {
        try
        {
            var envelope = JsonElement.Parse(body);
            if (
                envelope.ValueKind == JsonValueKind.Object
                && envelope.TryGetProperty("message", out var message)
                && envelope.TryGetProperty("messageType", out var types)
                && types.ValueKind == JsonValueKind.Array
            )
            {
                var name = types
                    .EnumerateArray()
                    .Select(type => type.GetString()?.Split(':')[^1])
                    .FirstOrDefault(type => type is not null && TypeOf(type) is not null);
                return (name, message.GetRawText());
            }
        }
        catch (JsonException)
        {
            // Not an envelope: kept as it is.
        }

        return (null, body);
    }

    /// <summary>The contract of that name; null where there is none.</summary>
    public static Type? TypeOf(string name) =>
        typeof(MentionsReceived).Assembly.GetType($"{typeof(MentionsReceived).Namespace}.{name}");
}
