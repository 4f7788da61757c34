using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageMesh.Domain.Tickets;

/// <summary>The stored form of a change: its kind, and its members as JSON.</summary>
public static class TicketChangeJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new InstantJson() },
    };

    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["opened"] = typeof(Opened),
        ["mention_attached"] = typeof(MentionAttached),
        ["burst"] = typeof(BurstNoticed),
        ["assigned"] = typeof(Assigned),
        ["unassigned"] = typeof(Unassigned),
        ["accepted"] = typeof(Accepted),
        ["reply_requested"] = typeof(ReplyRequested),
        ["replied"] = typeof(Replied),
        ["reply_failed"] = typeof(ReplyNotSent),
        ["reply_sent"] = typeof(ReplyDelivered),
        ["answer_taken_back"] = typeof(AnswerTakenBack),
        ["answer_passed_on"] = typeof(AnswerPassedOn),
        ["noted"] = typeof(Noted),
        ["waiting"] = typeof(WaitingStarted),
        ["resumed"] = typeof(WaitingEnded),
        ["no_reply_needed"] = typeof(NoReplyNeeded),
        ["resolved"] = typeof(Resolved),
        ["reopened"] = typeof(Reopened),
        ["lead_told"] = typeof(LeadTold),
        ["closed"] = typeof(Closed),
        ["relabelled"] = typeof(Relabelled),
        ["misrouted"] = typeof(Misrouted),
        ["author_erased"] = typeof(ClosedByErasure),
        ["priority_raised"] = typeof(PriorityRaised),
        ["priority_set"] = typeof(PrioritySet),
        ["label_followed"] = typeof(LabelFollowed),
        ["handed_over"] = typeof(HandedOver),
        ["hand_over_accepted"] = typeof(HandOverAccepted),
        ["hand_over_bounced"] = typeof(HandOverBounced),
        ["order_number"] = typeof(OrderNumberSet),
        ["snoozed"] = typeof(Snoozed),
        ["woken"] = typeof(Woken),
        ["set_aside"] = typeof(PostSetAside),
        ["split_off"] = typeof(SplitOff),
        ["merged_away"] = typeof(MergedAway),
        ["merged_in"] = typeof(MergedIn),
        ["author_tier"] = typeof(AuthorTierSet),
        ["linked"] = typeof(TicketLinked),
        ["unlinked"] = typeof(TicketUnlinked),
    };

    /// <summary>All kinds that are written.</summary>
    public static IReadOnlyCollection<string> Kinds { get; } =
    [.. Types.Keys, .. Enum.GetValues<ClockEventKind>().Select(ClockChanged.KindOf)];

    public static string Write(TicketChange change) => JsonSerializer.Serialize(change, change.GetType(), Options);

    /// <exception cref="FormatException">The kind is unknown, or the JSON is not of that kind.</exception>
    public static TicketChange Read(string kind, string json)
    {
        var type =
            Types.TryGetValue(kind, out var own) ? own
            : kind.StartsWith("clock.", StringComparison.Ordinal) ? typeof(ClockChanged)
            : throw new FormatException($"'{kind}' is no kind of change to a ticket.");
        try
        {
            return (TicketChange?)JsonSerializer.Deserialize(json, type, Options)
                ?? throw new FormatException($"A change of kind '{kind}' is empty.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"A change of kind '{kind}' cannot be read.", exception);
        }
    }
}
