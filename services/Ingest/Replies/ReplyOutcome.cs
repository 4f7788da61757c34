using TriageMesh.Contracts;

namespace TriageMesh.Ingest.Replies;

/// <summary>How the one attempt to send a reply ended.</summary>
/// <param name="Status">Sent, failed for sure, or unknown.</param>
/// <param name="ByHand">True where a person posts it.</param>
/// <param name="ExternalId">The platform's id of the reply, where it gave one.</param>
/// <param name="Reason">What went wrong, for the person.</param>
internal sealed record ReplyOutcome(ReplyStatus Status, bool ByHand, string? ExternalId, string? Reason)
{
    public static ReplyOutcome LeftToAPerson { get; } =
        new(ReplyStatus.Sent, ByHand: true, ExternalId: null, Reason: null);

    public static ReplyOutcome Sent(string? externalId) =>
        new(ReplyStatus.Sent, ByHand: false, externalId, Reason: null);

    public static ReplyOutcome Failed(string reason) =>
        new(ReplyStatus.Failed, ByHand: false, ExternalId: null, reason);

    public static ReplyOutcome Unknown(string reason) =>
        new(ReplyStatus.Unknown, ByHand: false, ExternalId: null, reason);
}
