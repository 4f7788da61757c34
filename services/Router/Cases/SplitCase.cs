using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Cases;

/// <summary>Gives chosen posts a ticket of their own. What was merged comes apart the same way.</summary>
internal sealed class SplitCase(OrderNumbers orders)
{
    private const string Mentions = """
        SELECT m.mention_id, m.channel, m.account, m.author_id, a.tier, m.text, m.posted_at, m.language, m.label,
               m.needs_review
          FROM router.mentions m
          JOIN router.authors a USING (channel, account, author_id)
         WHERE m.ticket_id = @ticketId
         ORDER BY m.posted_at, m.mention_id
        """;

    private const string Past = """
        WITH RECURSIVE parts AS (
          SELECT @ticketId AS ticket_id
           UNION
          SELECT t.ticket_id FROM parts p JOIN router.tickets t ON t.merged_into = p.ticket_id)
        SELECT e.ticket_id, e.kind, e.data::text AS data, e.actor, e.at
          FROM parts
          JOIN router.events e USING (ticket_id)
         WHERE e.kind NOT LIKE 'clock.%'
         ORDER BY e.at, e.event_id
        """;

    private const string Move = """
        UPDATE router.mentions
           SET ticket_id = @intoId,
               folded_into = CASE WHEN folded_into = ANY (@chosen) THEN folded_into END
         WHERE mention_id = ANY (@chosen)
        """;

    private const string Unfold = """
        UPDATE router.mentions SET folded_into = NULL WHERE ticket_id = @ticketId AND folded_into = ANY (@chosen)
        """;

    public async Task<(long Answer, ProblemHttpResult? Stop)> RunAsync(
        CaseSession session,
        long ticketId,
        SplitRequest request,
        CancellationToken cancellationToken
    )
    {
        var file = session.Files[ticketId];
        var mentions = await session.ListAsync<Mention>(Mentions, new { ticketId }, cancellationToken);
        var chosen = request.MentionIds.ToHashSet();
        var (leave, stay) = (
            mentions.FindAll(mention => chosen.Contains(mention.MentionId)),
            mentions.FindAll(mention => !chosen.Contains(mention.MentionId))
        );
        var rows = await session.ListAsync<Entry>(Past, new { ticketId }, cancellationToken);
        var past = rows.ConvertAll(row => row.ToPast());
        var arrivals = SplitHistory.Arrivals(past);
        var label = LabelFollowing.Among(leave.Select(mention => mention.Mark));
        if (Refuse(file.State, chosen, leave, stay, label) is { } refused)
        {
            return (0, refused);
        }

        var (name, review) = label!.Value;
        var newest = leave[^1];
        var apart = await session.OpenAsync(
            id => new StoredTicket
            {
                TicketId = id,
                Channel = newest.Channel,
                Account = newest.Account,
                AuthorId = newest.AuthorId,
                Tier = newest.Tier,
                Confidence = file.Stored.Confidence,
                Language = newest.Language,
                FirstLine = Excerpt.Of(newest.Text),
                OpeningLine = Excerpt.Of(leave[0].Text),
                FirstPostAt = leave[0].PostedAt,
                LastPostAt = newest.PostedAt,
                LastSeen = newest.MentionId.ToString(),
            },
            cancellationToken
        );
        var state = file.State;
        var opening = new Opened(Guid.Empty, default, name, review, state.Priority, state.QueueId, SplitFrom: ticketId);
        Replay(apart, SplitHistory.Of(past, chosen, opening, (ticketId, state), session.Now), session, ticketId);
        var number = leave
            .Select(post => orders.Find(session.Book, post.Channel, post.Account, post.Text))
            .FirstOrDefault(found => found is not null);
        apart.Apply(OrderNumberChanges.Found(apart.State, number), Actor.System, session.Now, "found in a post");
        Leave(file, apart.TicketId, leave, stay, arrivals, session, request.Reason);
        session.Later(Move, new { intoId = apart.TicketId, chosen = chosen.ToArray() });
        session.Later(Unfold, new { ticketId, chosen = chosen.ToArray() });
        return (apart.TicketId, null);
    }

    private static ProblemHttpResult? Refuse(
        TicketState state,
        HashSet<Guid> chosen,
        List<Mention> leave,
        List<Mention> stay,
        (Label, bool)? label
    ) =>
        !SplitAndMerge.CanSplit(state.Status)
            ? TicketProblems.Refused("wrong_status", $"A ticket that is {state.Status.Wire()} is not split.")
        : leave.Count != chosen.Count
            ? TicketProblems.Refused("unknown_mention", "Not all of these posts are on the ticket.")
        : stay.Count == 0 ? TicketProblems.Refused("nothing_left", "At least one post stays.")
        : label is null ? TicketProblems.Refused("no_work", "None of these posts asks for work.")
        : null;

    private static void Replay(TicketFile apart, IReadOnlyList<PastChange> changes, CaseSession session, long ticketId)
    {
        var cause = $"split from {TicketNumber.Of(ticketId)}";
        foreach (var (_, change, actor, at) in changes)
        {
            apart.Apply(change, actor.Length == 0 ? session.Actor : actor, at, cause);
            if (change is Replied reply)
            {
                apart.CreditReply(reply.ReplyId, reply.SentAt);
            }
        }
    }

    private static void Leave(
        TicketFile file,
        long intoId,
        List<Mention> leave,
        List<Mention> stay,
        Dictionary<Guid, (Instant PostedAt, bool Courtesy)> arrivals,
        CaseSession session,
        string? reason
    )
    {
        var state = file.State;
        var unanswered = state.UnansweredSince is null
            ? null
            : stay.Where(post => !(arrivals.TryGetValue(post.MentionId, out var here) && here.Courtesy))
                .Where(post => post.PostedAt >= state.UnansweredSince)
                .Select(post => (Instant?)post.PostedAt)
                .Min();
        file.Apply(
            new SplitOff(intoId, leave.Count, unanswered, stay[^1].PostedAt),
            session.Actor,
            session.Now,
            reason
        );
        if (
            LabelFollowing.Among(stay.Select(mention => mention.Mark)) is var (label, review)
            && (label, review) != (state.Label, state.NeedsReview)
        )
        {
            file.Apply(new LabelFollowed(state.Label, label, review), session.Actor, session.Now, reason);
        }

        file.Stored = file.Stored with
        {
            FirstLine = Excerpt.Of(stay[^1].Text),
            OpeningLine = Excerpt.Of(stay[0].Text),
            FirstPostAt = stay[0].PostedAt,
            LastPostAt = stay[^1].PostedAt,
            LastSeen = leave.Exists(post => post.MentionId.ToString() == file.Stored.LastSeen)
                ? stay[^1].MentionId.ToString()
                : file.Stored.LastSeen,
        };
    }

    private sealed record Mention
    {
        public Guid MentionId { get; init; }
        public required string Channel { get; init; }
        public required string Account { get; init; }
        public required string AuthorId { get; init; }
        public required string Tier { get; init; }
        public required string Text { get; init; }
        public Instant PostedAt { get; init; }
        public required string Language { get; init; }
        public required string Label { get; init; }
        public bool NeedsReview { get; init; }

        public (Label Label, bool NeedsReview) Mark => (WireName<Label>.Parse(Label), NeedsReview);
    }

    private sealed record Entry
    {
        public long TicketId { get; init; }
        public required string Kind { get; init; }
        public required string Data { get; init; }
        public required string Actor { get; init; }
        public Instant At { get; init; }

        public PastChange ToPast() => new(TicketId, TicketChangeJson.Read(Kind, Data), Actor, At);
    }
}
