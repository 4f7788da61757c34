using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>What becomes of a mention, and the changes to its ticket: the known one, or a new one where they begin with <see cref="Opened"/>.</summary>
public sealed record IntakeDecision(IntakeOutcome Outcome, IReadOnlyList<TicketChange> Changes);

/// <summary>What becomes of a mention.</summary>
[JsonConverter(typeof(WireNameConverter<IntakeOutcome>))]
public enum IntakeOutcome
{
    /// <summary>A new ticket.</summary>
    [JsonStringEnumMemberName("opened")]
    Opened,

    /// <summary>A new ticket that follows an older one.</summary>
    [JsonStringEnumMemberName("opened_linked")]
    OpenedLinked,

    /// <summary>Part of the author's ticket.</summary>
    [JsonStringEnumMemberName("joined")]
    Joined,

    /// <summary>Part of the author's ticket, which is open again.</summary>
    [JsonStringEnumMemberName("reopened")]
    Reopened,

    /// <summary>A thanks that stands with the author's ticket and asks for nothing.</summary>
    [JsonStringEnumMemberName("courtesy")]
    Courtesy,

    /// <summary>For marketing's board.</summary>
    [JsonStringEnumMemberName("praise")]
    Praise,

    /// <summary>Neither work nor praise.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>From a blocked author.</summary>
    [JsonStringEnumMemberName("ignored")]
    Ignored,
}
