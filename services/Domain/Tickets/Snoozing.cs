using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Out of the lists until a time, or with no time until the customer writes. The clocks run on.</summary>
public sealed record SnoozeTicket(Instant? Until, string? Reason) : TicketCommand;

/// <summary>Back in the lists.</summary>
public sealed record WakeTicket(WakeCause Cause) : TicketCommand;

public sealed record Snoozed(Instant? Until, string? Reason) : TicketChange
{
    public override string Kind => "snoozed";
}

public sealed record Woken(WakeCause Cause) : TicketChange
{
    public override string Kind => "woken";
}

/// <summary>What brought a ticket back into the lists.</summary>
[JsonConverter(typeof(WireNameConverter<WakeCause>))]
public enum WakeCause
{
    [JsonStringEnumMemberName("time")]
    Time,

    [JsonStringEnumMemberName("post")]
    Post,

    [JsonStringEnumMemberName("person")]
    Person,
}

internal static class Snoozing
{
    public static TicketDecision Snooze(TicketState ticket, SnoozeTicket command, Instant now) =>
        command.Until <= now ? TicketDecision.Refuse(RefusalReason.TimePassed, "That time has passed.")
        : ticket.IsSnoozed && ticket.SnoozedUntil == command.Until ? TicketDecision.Nothing
        : TicketDecision.Of(new Snoozed(command.Until, command.Reason));

    /// <summary>A timer that comes before the time, because somebody moved it, wakes nobody.</summary>
    public static TicketDecision Wake(TicketState ticket, WakeTicket command, Instant now) =>
        !ticket.IsSnoozed || (command.Cause == WakeCause.Time && !(ticket.SnoozedUntil <= now))
            ? TicketDecision.Nothing
            : TicketDecision.Of(new Woken(command.Cause));

    /// <summary>A post wakes, whatever it is.</summary>
    public static TicketChange[] OnPost(TicketState ticket) => ticket.IsSnoozed ? [new Woken(WakeCause.Post)] : [];
}
