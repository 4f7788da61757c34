using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.RouteMentions;

/// <summary>The tickets that a batch concerns, as they are while it is decided mention by mention.</summary>
internal sealed class Desk(IReadOnlyDictionary<AuthorKey, AuthorTier> tiers)
{
    private readonly Dictionary<AuthorKey, OpenFile> _files = [];
    private readonly List<OpenFile> _all = [];

    public IReadOnlyDictionary<AuthorKey, AuthorTier> Tiers { get; } = tiers;

    /// <summary>What else the authors have open, beside the case that their posts go to.</summary>
    public IReadOnlyList<TicketFile> Beside { get; init; } = [];

    public IReadOnlyList<TicketFile> Files => [.. _all.Select(open => open.File), .. Beside];

    /// <summary>Ids for tickets that are opened.</summary>
    public Queue<long> FreeIds { get; set; } = [];

    /// <summary>What the authors have posted that belongs to no ticket, oldest first.</summary>
    public List<LoosePost> Loose { get; set; } = [];

    /// <summary>Posts that came before the case they belong to, and are part of it now.</summary>
    public List<(Guid MentionId, long TicketId, Guid? FoldedInto)> Adopted { get; } = [];

    /// <summary>Takes the loose posts of an author that were made in a span of time.</summary>
    public List<LoosePost> TakeLoose(AuthorKey author, Instant from, Instant before)
    {
        var taken = Loose.FindAll(post => post.Author == author && post.PostedAt >= from && post.PostedAt < before);
        Loose.RemoveAll(taken.Contains);
        return taken;
    }

    /// <summary>How many of their resolved tickets those on duty may have back.</summary>
    public Dictionary<Guid, int> RoomForReturners { get; set; } = [];

    /// <summary>Who could take a ticket of that state if it comes back.</summary>
    public ReopenHands HandsFor(TicketState state, QueueRule queue) =>
        AgentsOnDuty.HandsFor(state, queue, RoomForReturners);

    /// <summary>A resolved ticket that is work again takes of its agent's room.</summary>
    public void CountReturner(TicketState before, TicketState after)
    {
        if (before is { Version: > 0, IsUnresolved: false } && after is { IsUnresolved: true, AssigneeId: { } agent })
        {
            RoomForReturners[agent] = RoomForReturners.GetValueOrDefault(agent) - 1;
        }
    }

    public OpenFile? Find(AuthorKey author) => _files.GetValueOrDefault(author);

    /// <summary>True where the author's next post joins a ticket for certain.</summary>
    public bool HasOpen(AuthorKey author) => Find(author)?.File.State.IsUnresolved ?? false;

    /// <summary>Lays an author's latest ticket on the desk.</summary>
    public void Take(AuthorKey author, TicketFile file, IEnumerable<KnownPost> posts)
    {
        // Authors whose tickets were merged share one.
        if (_all.Find(open => open.File == file) is not { } known)
        {
            known = new OpenFile(file, [.. posts]);
            _all.Add(known);
        }

        _files[author] = known;
    }

    /// <summary>Begins a ticket with a mention.</summary>
    public TicketFile Open(AuthorKey author, ClassifiedMention item, RuleBook rules)
    {
        var (mention, mark) = (item.Mention, item.Classification);
        var posted = MentionWrites.At(mention.PostedAt);
        var file = TicketFile.New(
            new StoredTicket
            {
                TicketId = FreeIds.Dequeue(),
                Channel = author.Channel,
                Account = author.Account,
                AuthorId = author.AuthorId,
                Tier = Tiers[author].Wire(),
                Confidence = (float)mark.Scores[mark.Label],
                Language = mark.Language,
                FirstPostAt = posted,
                LastPostAt = posted,
            },
            rules
        );
        Take(author, file, []);
        return file;
    }
}

/// <summary>A ticket on the desk, and what its author posted on it lately.</summary>
internal sealed record OpenFile(TicketFile File, List<KnownPost> Posts)
{
    /// <summary>When.</summary>
    public IReadOnlyCollection<Instant> Times => Posts.ConvertAll(post => post.PostedAt);

    /// <summary>The earlier post that says nearly the same, within a span of time; null where there is none.</summary>
    public Guid? FoldFor(string text, Instant postedAt, Duration within) =>
        Posts
            .Find(post =>
                post.FoldedInto is null
                && post.PostedAt >= postedAt - within
                && post.PostedAt <= postedAt + within
                && NearlySame.Are(post.Text, text)
            )
            ?.MentionId;
}
