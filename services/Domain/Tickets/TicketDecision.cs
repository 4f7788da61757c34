using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>What comes of a command: changes, perhaps none because all is so already; or a refusal that changes nothing.</summary>
public sealed record TicketDecision(IReadOnlyList<TicketChange> Changes, Refusal? Refusal)
{
    /// <summary>It is so already.</summary>
    public static TicketDecision Nothing { get; } = new([], null);

    public static TicketDecision Of(params IReadOnlyList<TicketChange> changes) => new(changes, null);

    public static TicketDecision Refuse(RefusalReason reason, string message) => new([], new Refusal(reason, message));
}

/// <summary>Why not, for the program and for the person.</summary>
public sealed record Refusal(RefusalReason Reason, string Message);

/// <summary>Why a command cannot be done as the ticket stands.</summary>
[JsonConverter(typeof(WireNameConverter<RefusalReason>))]
public enum RefusalReason
{
    [JsonStringEnumMemberName("wrong_status")]
    WrongStatus,

    [JsonStringEnumMemberName("not_assigned")]
    NotAssigned,

    [JsonStringEnumMemberName("assigned_to_other")]
    AssignedToOther,

    [JsonStringEnumMemberName("reason_missing")]
    ReasonMissing,

    [JsonStringEnumMemberName("nothing_unanswered")]
    NothingUnanswered,

    [JsonStringEnumMemberName("window_open")]
    WindowOpen,

    [JsonStringEnumMemberName("same_queue")]
    SameQueue,

    [JsonStringEnumMemberName("time_passed")]
    TimePassed,
}
