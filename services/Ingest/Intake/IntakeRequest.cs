using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Ingest.Intake;

/// <summary>The readable mentions of one request, on their way into a commit.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Delivery">Its webhook-id and the hash of its body; null for imports, which have none.</param>
/// <param name="Items">Every mention of the request, the bad ones too, in order.</param>
internal sealed record IntakeRequest(string Source, DeliveryKey? Delivery, IReadOnlyList<ReadItem> Items)
{
    public IEnumerable<Mention> Mentions => Items.Select(item => item.Mention).OfType<Mention>();

    public IEnumerable<Guid> Withdrawn => Items.Select(item => item.Withdrawn).OfType<Guid>();

    /// <summary>The answer, given what was new.</summary>
    /// <param name="fresh">What was stored now; each is taken out once it is answered for.</param>
    public IntakeAnswer Answer(StoredNow fresh)
    {
        var results = new List<IntakeResult>(Items.Count);
        foreach (var item in Items)
        {
            results.Add(
                new IntakeResult
                {
                    Index = item.Index,
                    ExternalId = item.ExternalId,
                    MentionId = item.Mention?.MentionId ?? item.Withdrawn,
                    Status =
                        !item.IsGood ? IntakeStatus.Rejected
                        : fresh.Take(item) ? IntakeStatus.Accepted
                        : IntakeStatus.Duplicate,
                    Errors = item.Errors,
                }
            );
        }

        return new IntakeAnswer(
            results.Count(result => result.Status == IntakeStatus.Accepted),
            results.Count(result => result.Status == IntakeStatus.Duplicate),
            results.Count(result => result.Status == IntakeStatus.Rejected),
            results
        );
    }
}

/// <summary>What a commit has stored: the mentions that were new, and those that were not known to be gone.</summary>
internal sealed record StoredNow(HashSet<Guid> Mentions, HashSet<Guid> Withdrawals)
{
    /// <summary>True, once, where the item was stored.</summary>
    public bool Take(ReadItem item) =>
        item.Withdrawn is { } gone ? Withdrawals.Remove(gone) : Mentions.Remove(item.Mention!.MentionId);
}

/// <summary>One delivery of a webhook, and the body that it had.</summary>
internal sealed record DeliveryKey(string WebhookId, string BodySha256);

/// <summary>The spellings of <see cref="IntakeResult.Status"/>.</summary>
public static class IntakeStatus
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Rejected = "rejected";
}
