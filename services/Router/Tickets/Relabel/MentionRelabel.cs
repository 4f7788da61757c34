using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Mentions;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>A person's word on what a mention is, and what follows from it for tickets, clocks and praise.</summary>
internal sealed class MentionRelabel(
    NpgsqlDataSource database,
    RuleBooks rules,
    OrderNumbers orders,
    IOptions<TicketOptions> options,
    TicketAfter after,
    TimeProvider time
)
{
    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>What a label says, and whether it is in doubt, in one word.</summary>
    public static string Mark(string label, bool needsReview) => needsReview ? $"{label}-review" : label;

    /// <summary>Relabels a mention, where it still is as it was seen; null has seen nothing.</summary>
    /// <returns>The mention as it then is; nothing where there is none, or none that the caller sees.</returns>
    public async Task<RelabelOutcome> RunAsync(
        Guid mentionId,
        RelabelRequest request,
        string? seen,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var book = await rules.LoadAsync(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, caller, cancellationToken);
        var touched = new List<TicketFile>();
        var isStale = false;
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            var sheet = new RelabelSheet(transaction, cancellationToken);
            if (await sheet.ReadAsync(mentionId, book) is not { } mention || !Sees(scope, sheet, mention, book))
            {
                return new RelabelOutcome(null, IsStale: false);
            }

            var from = WireName<Label>.Parse(mention.Label);
            var isOther = from != request.Label || mention.NeedsReview;
            isStale = isOther && seen is not null && seen != Mark(mention.Label, mention.NeedsReview);
            if (isOther && !isStale)
            {
                var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
                await sheet.RecordAsync(mention, caller, request, now);
                if (request.Label is Label.Complaint or Label.Question)
                {
                    await TakeUpAsync(sheet, mention, request, caller, book, now);
                }
                else
                {
                    await SetAsideAsync(sheet, mention, request, caller, now);
                }

                var queueId = book.QueueFor(mention.Channel, mention.Account).QueueId;
                await sheet.FollowWithPraiseAsync(mention, request.Label, queueId, now);
                await transaction.CommitAsync(cancellationToken);
                touched.AddRange(sheet.Files);
            }
        }

        touched.ForEach(after.Changed);
        var then = await RelabelSheet.FindAsync(connection, mentionId, cancellationToken);
        return new RelabelOutcome(then?.ToMention(), isStale);
    }

    /// <summary>The mention is work: its ticket takes the label, or it finds or opens one, with clocks from the original post.</summary>
    private async Task TakeUpAsync(
        RelabelSheet sheet,
        MentionRow mention,
        RelabelRequest request,
        Caller caller,
        RuleBook book,
        Instant now
    )
    {
        var actor = caller.Id.ToString();
        if (sheet.Own is { } own && IsWork(mention))
        {
            // It was work before: only what the ticket is called changes, where nothing else on it says otherwise.
            if (own.State.NeedsReview || !await sheet.OthersCarryAsync(mention, own.State.Label))
            {
                Decide(own, new RelabelTicket(request.Label), actor, now, request.Reason);
            }

            await sheet.WriteAsync();
            return;
        }

        var facts = new IntakeMention(
            mention.MentionId,
            mention.PostedAt,
            WireName<AuthorTier>.Parse(mention.Tier),
            request.Label,
            Confidence: 1,
            NeedsReview: false
        );
        // Where it stands already it stays, as long as that is open.
        var known = sheet.Own is { State.IsUnresolved: true } ? sheet.Own : sheet.Latest;
        var decision = TicketIntake.Relabel(
            facts,
            request.Label,
            known is null
                ? null
                : new KnownTicket(
                    known.TicketId,
                    known.State,
                    known.Stored.FirstPostAt,
                    [],
                    await sheet.HandsAsync(known.State, book, now)
                ),
            book.QueueFor(mention.Channel, mention.Account).QueueId,
            _settings,
            again: known is not null && known == sheet.Own
        );
        if (decision.Outcome == IntakeOutcome.Ignored)
        {
            // What blocked authors write is nobody's work, whatever it is called; the correction stands.
            return;
        }

        var file = decision.Changes is [Opened, ..] ? await sheet.OpenAsync(mention, book) : known;
        if (file is null)
        {
            return;
        }

        file.Apply(decision.Changes, actor, now, request.Reason);
        var order = orders.Find(book, mention.Channel, mention.Account, mention.Text);
        file.Apply(OrderNumberChanges.Found(file.State, order), Actor.System, now, "found in a post");
        file.Stored = file.Stored.WithPost(mention.MentionId, mention.Text, mention.PostedAt);
        if (sheet.Own is { } left && left != file)
        {
            // It was a thanks on another ticket, which has one post less now.
            var posts = await sheet.PostsButAsync(mention, left);
            left.Apply(new SplitOff(file.TicketId, 1, null, posts.LastAt), actor, now, request.Reason);
            left.Stored = left.Stored with { FirstPostAt = posts.FirstAt, FirstLine = Excerpt.Of(posts.LastText) };
        }

        await sheet.WriteAsync();
        await sheet.AttachAsync(mention, file.TicketId);
    }

    /// <summary>The mention is no work: a ticket with nothing else on it was misrouted, and one with other work is that work's.</summary>
    private async Task SetAsideAsync(
        RelabelSheet sheet,
        MentionRow mention,
        RelabelRequest request,
        Caller caller,
        Instant now
    )
    {
        if (sheet.Own is not { } own || !IsWork(mention))
        {
            return;
        }

        var actor = caller.Id.ToString();
        var others = await sheet.OtherWorkAsync(mention);
        if (others.Count == 0)
        {
            Decide(own, new RelabelTicket(request.Label), actor, now, request.Reason);
        }
        else if (own.State.IsUnresolved)
        {
            own.Apply(SettingAside.Of(own.State, mention.PostedAt, others), actor, now, request.Reason);
        }

        await sheet.WriteAsync();
    }

    private void Decide(TicketFile file, TicketCommand command, string actor, Instant now, string? cause) =>
        file.Apply(TicketLife.Decide(file.State, command, now, _settings).Changes, actor, now, cause);

    private static bool Sees(TicketScope scope, RelabelSheet sheet, MentionRow mention, RuleBook book) =>
        sheet.Own is { } own
            ? scope.Sees(own.State)
            : scope.Sees(book.QueueFor(mention.Channel, mention.Account).QueueId, assigneeId: null);

    private static bool IsWork(MentionRow mention) => mention.NeedsReview || mention.Label is "complaint" or "question";
}

/// <summary>The mention as it is now; stale where somebody said something else meanwhile, and nothing was done.</summary>
internal sealed record RelabelOutcome(MentionView? Mention, bool IsStale);
