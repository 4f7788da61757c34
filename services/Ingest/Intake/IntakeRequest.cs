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

    /// <summary>The answer, given which mentions were new.</summary>
    /// <param name="fresh">The ids that were stored now; each is taken out once it is answered for.</param>
    public IntakeAnswer Answer(HashSet<Guid> fresh)
    {
        var results = new List<IntakeResult>(Items.Count);
        foreach (var item in Items)
        {
            results.Add(
                new IntakeResult
                {
                    Index = item.Index,
                    ExternalId = item.ExternalId,
                    MentionId = item.Mention?.MentionId,
                    Status =
                        item.Mention is not { MentionId: var id } ? IntakeStatus.Rejected
                        : fresh.Remove(id) ? IntakeStatus.Accepted
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

/// <summary>One delivery of a webhook, and the body that it had.</summary>
internal sealed record DeliveryKey(string WebhookId, string BodySha256);

/// <summary>The spellings of <see cref="IntakeResult.Status"/>.</summary>
public static class IntakeStatus
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Rejected = "rejected";
}
