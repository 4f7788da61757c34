using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Tickets;

/// <summary>One author, one ticket, and a short way to say what happens to it.</summary>
internal sealed class Desk
{
    public static readonly Guid Queue = Id(900);
    public static readonly Guid Ann = Id(1);
    public static readonly Guid Ben = Id(2);
    public static readonly Guid Lead = Id(9);

    private int _mentions;

    public TicketState? Ticket { get; private set; }

    public List<(TicketChange Change, Instant At)> History { get; } = [];

    public List<Instant> Posts { get; } = [];

    public List<ClockEffect> Effects { get; } = [];

    public bool AssigneeOnShift { get; set; } = true;

    public TicketState State => Ticket ?? throw new InvalidOperationException("There is no ticket yet.");

    public static Instant T(string wallClock) => At("Europe/London", wallClock);

    public static Guid Id(int number) => new($"0198c1f0-0000-7000-8000-{number:D12}");

    public static Desk WithComplaint(string at = "2026-06-05 10:00")
    {
        var desk = new Desk();
        desk.Post(at);
        return desk;
    }

    public static Desk WithAnn(string at = "2026-06-05 10:00") => WithComplaint(at).Do(at, new AcceptTicket(Ann));

    public IntakeDecision Post(
        string postedAt,
        Label label = Label.Complaint,
        double confidence = 0.95,
        bool needsReview = false,
        AuthorTier tier = AuthorTier.Standard,
        string? arrivedAt = null
    )
    {
        var mention = new IntakeMention(Id(1000 + ++_mentions), T(postedAt), tier, label, confidence, needsReview);
        var known = Ticket is null
            ? null
            : new KnownTicket(1, Ticket, Posts.Min(), Posts, new ReopenHands(AssigneeOnShift, Lead))
            {
                IsClosedForGood = TicketSettings.Default.IsClosedForGood(Ticket, T(arrivedAt ?? postedAt)),
            };
        var decision = TicketIntake.Decide(mention, known, Queue, TicketSettings.Default);
        if (decision.Changes is [Opened, ..])
        {
            Ticket = null;
            Posts.Clear();
            History.Clear();
            Effects.Clear();
        }

        Record(decision.Changes, T(arrivedAt ?? postedAt));
        if (decision.Changes.Any(change => change is Opened or MentionAttached))
        {
            Posts.Add(mention.PostedAt);
        }

        return decision;
    }

    public TicketDecision Try(string at, TicketCommand command)
    {
        var decision = TicketLife.Decide(State, command, T(at), TicketSettings.Default);
        Record(decision.Changes, T(at));
        return decision;
    }

    public Desk Do(string at, params TicketCommand[] commands)
    {
        foreach (var command in commands)
        {
            Try(at, command).Refusal.ShouldBeNull();
        }

        return this;
    }

    /// <summary>A person's public answer that reached the platform at this time.</summary>
    public Desk Reply(string at, string? nextUnanswered = null) =>
        Do(at, new ConfirmReply(Id(500), T(at), Public: true, nextUnanswered is null ? null : T(nextUnanswered)));

    private void Record(IEnumerable<TicketChange> changes, Instant at)
    {
        foreach (var change in changes)
        {
            Effects.AddRange(ClockRules.EffectsOf(Ticket ?? new TicketState(), change, at));
            Ticket = (Ticket ?? new TicketState()).Apply(change, at);
            History.Add((change, at));
        }
    }
}
