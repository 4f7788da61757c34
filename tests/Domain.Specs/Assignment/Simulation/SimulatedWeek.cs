using NodaTime;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Specs.Assignment.Simulation;

/// <summary>A week of complaints for sixty people on shifts, minute by minute, by the policy that the router uses.</summary>
/// <remarks>Every rule is checked at every assignment, by a count of its own that does not trust the policy's.</remarks>
internal sealed class SimulatedWeek(int seed)
{
    private const int Minutes = 7 * 24 * 60;
    private static readonly Instant Monday = new LocalDateTime(2026, 6, 8, 0, 0)
        .InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Shanghai"])
        .ToInstant();
    private static readonly Guid Queue = new("0198c1f0-0000-7000-8000-0000000000a1");
    private static readonly Duration Remembered = Duration.FromDays(30);

    /// <summary>Posts an hour of an ordinary day: little at night, most in the evening.</summary>
    private static readonly int[] DayCurve =
    [
        40,
        25,
        15,
        10,
        10,
        15,
        40,
        80,
        140,
        190,
        210,
        200,
        180,
        190,
        200,
        200,
        190,
        190,
        210,
        240,
        260,
        230,
        160,
        90,
    ];

    private readonly Random _random = new(seed);
    private readonly List<SimulatedAgent> _agents = [];
    private readonly List<Ticket> _waiting = [];
    private readonly PriorityQueue<(Ticket Ticket, SimulatedAgent Agent), Instant> _work = new();
    private readonly Dictionary<int, (Guid Agent, Instant At)> _answers = [];

    /// <summary>What was broken; empty where every rule held.</summary>
    public List<string> Broken { get; } = [];

    public WeekFigures Run()
    {
        Employ();
        var waits = new List<Duration>();
        var (arrived, overnight, sticky, relaxedSkill, relaxedLanguage) = (0, 0, 0, 0, 0);
        for (var minute = 0; minute < Minutes; minute++)
        {
            var now = Monday + Duration.FromMinutes(minute);
            while (_work.TryPeek(out _, out var done) && done <= now)
            {
                var (ticket, agent) = _work.Dequeue();
                agent.Open--;
                _answers[ticket.Author] = (agent.Id, done);
            }

            for (var posts = ArrivalsAt(minute); posts > 0; posts--, arrived++)
            {
                _waiting.Add(NewTicket(arrived + 1, now));
            }

            var plan = AssignmentPlan.For(
                _waiting.Select(ticket => ticket.Facts(_answers, now)),
                _agents.Select(agent => agent.ToCandidate(now, Queue)),
                new LeastLoadPolicy(),
                now
            );
            foreach (var given in plan.Assignments)
            {
                var ticket = _waiting.Single(ticket => ticket.Id == given.TicketId);
                var agent = _agents.Single(agent => agent.Id == given.AgentId);
                Check(ticket, agent, given, now);
                agent.Take(now);
                _waiting.Remove(ticket);
                _work.Enqueue((ticket, agent), now + ticket.Service);
                waits.Add(now - ticket.OpenedAt);
                overnight += now - ticket.OpenedAt > Duration.FromMinutes(30) ? 1 : 0;
                sticky += given.Sticky ? 1 : 0;
                relaxedSkill += given.Relaxed == Relaxation.Skill ? 1 : 0;
                relaxedLanguage += given.Relaxed == Relaxation.Language ? 1 : 0;
            }

            if (_waiting.Count > 0 && _agents.Find(agent => IsFree(agent, now)) is { } idle)
            {
                Broken.Add($"{_waiting.Count} wait at minute {minute} while {idle.Id} is free");
            }
        }

        return new WeekFigures(
            arrived,
            waits.Count,
            [.. _agents.Select(agent => agent.Given.Count)],
            [.. waits.Order()],
            overnight,
            sticky,
            relaxedSkill,
            relaxedLanguage
        );
    }

    private static bool IsFree(SimulatedAgent agent, Instant now) =>
        agent.IsOn(now) && agent.Open < SimulatedAgent.Capacity && agent.LeftAt(now) > 0;

    private void Check(Ticket ticket, SimulatedAgent agent, PlannedAssignment given, Instant now)
    {
        void Rule(bool holds, string what)
        {
            if (!holds)
            {
                Broken.Add($"ticket {ticket.Id} to {agent.Id} at {now}: {what}");
            }
        }

        Rule(agent.IsOn(now), "off shift");
        Rule(agent.Open < SimulatedAgent.Capacity + (given.Sticky ? 1 : 0), "over capacity");
        Rule(agent.LeftAt(now) > 0, "over the rate");
        Rule(
            !given.Sticky || (_answers.TryGetValue(ticket.Author, out var last) && last.Agent == agent.Id),
            "does not know the author"
        );
        if (given.Sticky)
        {
            return;
        }

        bool Able(SimulatedAgent other, bool skill) =>
            IsFree(other, now)
            && other.Languages.Contains(ticket.Language)
            && (!skill || ticket.Skill is null || other.Skills.Contains(ticket.Skill));
        Rule(
            given.Relaxed == Relaxation.None || !_agents.Exists(other => Able(other, skill: true)),
            "skill given up early"
        );
        Rule(
            given.Relaxed != Relaxation.Language || !_agents.Exists(other => Able(other, skill: false)),
            "language too"
        );
    }

    private void Employ()
    {
        // Three shifts that overlap, five days in seven, each begun on another day.
        (string From, string To)[][] shifts =
        [
            [("07:00", "15:30")],
            [("14:30", "23:30")],
            [("23:00", "24:00"), ("00:00", "07:30")],
        ];
        for (var number = 0; number < 60; number++)
        {
            var spans = shifts[
                number % 10 < 4 ? 0
                : number % 10 < 9 ? 1
                : 2
            ];
            var free = number % 7;
            var week = Enumerable
                .Range(0, 7)
                .Where(day => day != free && day != (free + 1) % 7)
                .ToDictionary(
                    day => ((IsoDayOfWeek)(day + 1)).ToString(),
                    IReadOnlyList<SpanDefinition> (_) =>
                        [.. spans.OrderBy(span => span.From).Select(span => new SpanDefinition(span.From, span.To))]
                );
            _agents.Add(
                new SimulatedAgent(
                    new Guid($"0198c1f0-0000-7000-8000-{number + 1:D12}"),
                    Shift.From(Guid.Empty, new ShiftDefinition { Zone = "Asia/Shanghai", Week = week }),
                    number % 4 == 0 ? ["zh", "en"]
                        : number % 6 == 1 ? ["en"]
                        : ["zh"],
                    number % 3 == 0 ? ["refunds", "delivery"]
                        : number % 3 == 1 ? ["refunds"]
                        : ["delivery"]
                )
            );
        }
    }

    private int ArrivalsAt(int minute)
    {
        var (day, hour) = (minute / 1440, minute / 60 % 24);
        // Two bursts: a broken release on Wednesday afternoon, a rumour on Saturday night.
        var burst = (day, hour) is (2, 15) or (5, 21) ? 2.0 : 1.0;
        return Poisson(DayCurve[hour] / 60.0 * burst);
    }

    private Ticket NewTicket(int id, Instant now)
    {
        var share = _random.NextDouble();
        return new Ticket(
            id,
            Author: _random.Next(6_000),
            Language: _random.NextDouble() < 0.8 ? "zh" : "en",
            Skill: share < 0.35 ? "refunds"
                : share < 0.65 ? "delivery"
                : null,
            OpenedAt: now,
            Due: now + Duration.FromMinutes(_random.NextDouble() < 0.1 ? 15 : 30),
            // Between five and forty minutes, most of them short.
            Service: Duration.FromMinutes(5 + (35 * Math.Pow(_random.NextDouble(), 2)))
        );
    }

    private int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), _random.NextDouble(), 0);
        while (product > limit)
        {
            product *= _random.NextDouble();
            count++;
        }

        return count;
    }

    private sealed record Ticket(
        int Id,
        int Author,
        string Language,
        string? Skill,
        Instant OpenedAt,
        Instant Due,
        Duration Service
    )
    {
        public WaitingTicket Facts(Dictionary<int, (Guid Agent, Instant At)> answers, Instant now) =>
            new()
            {
                TicketId = Id,
                QueueId = Queue,
                Language = Language,
                Skills = Skill is null ? [] : [Skill],
                DueAt = Due,
                OpenedAt = OpenedAt,
                LastAnsweredBy =
                    answers.TryGetValue(Author, out var last) && now - last.At < Remembered ? last.Agent : null,
            };
    }
}

/// <summary>What came of a week.</summary>
internal sealed record WeekFigures(
    int Arrived,
    int Given,
    int[] ByAgent,
    Duration[] Waits,
    int LongWaits,
    int Sticky,
    int WithoutSkill,
    int WithoutLanguage
)
{
    /// <summary>0: everybody had the same; 1: one had all.</summary>
    public double Gini
    {
        get
        {
            int[] ordered = [.. ByAgent.Order()];
            var weighted = ordered.Select((given, i) => (2.0 * (i + 1) - ordered.Length - 1) * given).Sum();
            return weighted / (ordered.Length * (double)ordered.Sum());
        }
    }

    public Duration Wait(double share) => Waits[(int)(share * (Waits.Length - 1))];

    public override string ToString() =>
        FormattableString.Invariant(
            $"""
            {Arrived} tickets, {Given} given; per agent {ByAgent.Min()} to {ByAgent.Max()}, mean {ByAgent.Average():0}, Gini {Gini:0.000}
            waiting p50 {Wait(0.5).TotalMinutes:0} min, p95 {Wait(0.95).TotalMinutes:0} min, p99 {Wait(
                0.99
            ).TotalMinutes:0} min, longest {Waits[^1].TotalMinutes:0} min; {LongWaits} over 30 min
            {Sticky} to who knew the author, {WithoutSkill} without the skill, {WithoutLanguage} without the language
            """
        );
}
