using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Specs.Calendars;
using TriageMesh.Domain.Tickets;
using static TriageMesh.Domain.Specs.Tickets.Desk;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class TicketHistorySpecs
{
    private static readonly Gen<Step[]> Steps = Gen.Choose(0, 27)
        .Zip(Gen.Choose(0, 3000))
        .Select(pair => new Step(pair.Item1, pair.Item2))
        .ListOf()
        .Resize(40)
        .Select(steps => steps.ToArray());

    private sealed record Step(int What, int Minutes);

    [Fact]
    public void An_answer_taken_back_leaves_the_post_waiting_and_the_resolution_undone()
    {
        var post = new MentionAttached(Id(9), Noon + Duration.FromMinutes(5));
        TicketChange[] history =
        [
            new Opened(Id(1), Noon, Label.Complaint, false, Priority.Normal, Id(8)),
            new Assigned(Ann, Automatic: false),
            new Replied(Id(3), Noon + Duration.FromMinutes(9), Public: true),
            new Resolved("answered"),
        ];
        var resolved = TicketState.Replay(history.Select(change => (change, Noon + Duration.FromMinutes(9))));

        var back = resolved.Apply(
            new AnswerTakenBack(Id(3), Noon, 1, FirstEver: true),
            Noon + Duration.FromMinutes(20)
        );

        (back.Status, back.UnansweredSince, back.Spell).ShouldBe((TicketStatus.Open, Noon, 1));
        (back.FirstRepliedAt, back.AnsweredUntil, back.ResolvedAt).ShouldBe((null, null, null));
        back.Apply(post, Noon + Duration.FromMinutes(21)).Spell.ShouldBe(1);
    }

    [Fact]
    public void The_state_rebuilt_from_the_stored_changes_is_the_state_that_was_kept() =>
        Prop.ForAll(
                Steps.ToArbitrary(),
                steps =>
                {
                    var desk = Run(steps);

                    var stored = desk.History.Select(entry =>
                        (TicketChangeJson.Read(entry.Change.Kind, TicketChangeJson.Write(entry.Change)), entry.At)
                    );

                    TicketState.Replay(stored).ShouldBe(desk.State);
                    desk.State.Version.ShouldBe(desk.History.Count);
                }
            )
            .Hold();

    [Fact]
    public void No_life_breaks_what_always_holds() =>
        Prop.ForAll(
                Steps.ToArbitrary(),
                steps =>
                {
                    var ticket = Run(steps).State;

                    (ticket.Status == TicketStatus.Open && ticket.AssigneeId is null).ShouldBeFalse();
                    (ticket.Status == TicketStatus.New && ticket.AssigneeId is not null).ShouldBeFalse();
                    (
                        ticket.Status is TicketStatus.Resolved or TicketStatus.Closed
                        && ticket.UnansweredSince is not null
                    ).ShouldBeFalse();
                    (ticket.Status == TicketStatus.Closed).ShouldBe(ticket.ClosedAt is not null);
                    (ticket.UnansweredSince <= ticket.AnsweredUntil).ShouldBeFalse();
                    (ticket.Status == TicketStatus.HandedOver).ShouldBe(ticket.HandedTo is not null);
                    (ticket.Status == TicketStatus.HandedOver && ticket.AssigneeId is null).ShouldBeFalse();
                    (ticket.IsSnoozed && !ticket.IsUnresolved).ShouldBeFalse();
                }
            )
            .Hold();

    [Fact]
    public void Every_clock_is_started_once_and_runs_exactly_as_long_as_the_ticket_asks_for_it() =>
        Prop.ForAll(
                Steps.ToArbitrary(),
                steps =>
                {
                    var desk = Run(steps);
                    var clocks = Clocks(desk);

                    var answering = clocks.Values.Where(clock =>
                        clock.Kind is ClockKind.FirstResponse or ClockKind.NextResponse && clock.StoppedAt is null
                    );
                    if (desk.State.UnansweredSince is { } since)
                    {
                        answering.ShouldHaveSingleItem().StartedAt.ShouldBe(since);
                    }
                    else
                    {
                        answering.ShouldBeEmpty();
                    }

                    var total = clocks[(ClockKind.TotalResolution, 1)];
                    if (desk.State.IsMisrouted)
                    {
                        total.StoppedAt.ShouldNotBeNull();
                    }
                    else
                    {
                        total.State.ShouldBe(
                            !desk.State.IsUnresolved ? ClockState.Met
                            : desk.State.IsWaiting ? ClockState.Paused
                            : ClockState.Running
                        );
                    }
                }
            )
            .Hold();

    [Fact]
    public void Posts_lead_to_the_same_ticket_in_whatever_order_they_arrive() =>
        Prop.ForAll(
                Gen.Choose(0, 40).ListOf(6).ToArbitrary(),
                Gen.Shuffle(new[] { 0, 1, 2, 3, 4, 5 }).ToArbitrary(),
                (minutes, order) =>
                {
                    var (sorted, shuffled) = (new Desk(), new Desk());
                    foreach (var (one, other) in minutes.Order().Zip(order.Select(i => minutes.ElementAt(i))))
                    {
                        sorted.Post($"2026-06-05 10:{one:D2}", LabelOf(one), needsReview: one % 5 == 0);
                        shuffled.Post($"2026-06-05 10:{other:D2}", LabelOf(other), needsReview: other % 5 == 0);
                    }

                    (shuffled.State with { OpenedAt = default, Version = 0 }).ShouldBe(
                        sorted.State with
                        {
                            OpenedAt = default,
                            Version = 0,
                        }
                    );
                }
            )
            .Hold();

    [Fact]
    public void Every_kind_of_change_survives_json()
    {
        TicketChange[] changes =
        [
            new Opened(Id(1), Noon, Label.Complaint, true, Priority.High, Queue, 12, true, 11),
            new MentionAttached(Id(2), Noon, true, true, true),
            new BurstNoticed(5),
            new Assigned(Ann, true),
            new Unassigned(Ann),
            new Accepted(Ann),
            new ReplyRequested(Id(3), Ann),
            new Replied(Id(3), Noon, true, Noon + Duration.Epsilon),
            new ReplyNotSent(Id(3), true, "no answer"),
            new ReplyDelivered(Id(3), Noon, true),
            new AnswerTakenBack(Id(3), Noon, 2, false),
            new AnswerPassedOn(Id(3), Id(5), Noon, true),
            new Noted(Id(4)),
            new WaitingStarted(TicketStatus.WaitingThirdParty, "courier", true),
            new WaitingEnded(Noon, true),
            new NoReplyNeeded("spam"),
            new Resolved(null),
            new Reopened(2, Noon, "again", ReopenCause.NewQuestion),
            new LeadTold("again"),
            new Closed(),
            new Relabelled(Label.Other, Label.Question),
            new Misrouted(Label.Praise),
            new ClosedByErasure(),
            new PriorityRaised(Priority.Low, Priority.Normal, "burst"),
            new PrioritySet(Priority.Urgent, Priority.Low),
            new LabelFollowed(Label.Question, Label.Complaint, false),
            new HandedOver(1, Queue, Ann, Id(8), "refund", "today", "A-1"),
            new HandOverAccepted(1, Id(8), Ben),
            new HandOverBounced(1, BounceCause.Refused, "not ours"),
            new OrderNumberSet(null, "A-1", true),
            new Snoozed(Noon, "parts come then"),
            new Woken(WakeCause.Post),
            new PostSetAside(Noon),
            new SplitOff(12, 2, Noon, Noon),
            new MergedAway(11, "the same matter"),
            new MergedIn(12, 3, Noon, Noon, 2, Noon),
            new AuthorTierSet(AuthorTier.Standard, AuthorTier.Vip),
            new TicketLinked(12, LinkKind.CausedBy),
            new TicketUnlinked(12, LinkKind.Causes),
            .. Enum.GetValues<ClockEventKind>()
                .Select(what => new ClockChanged(ClockKind.NextResponse, 3, what, "80%", Noon, "waits", true)),
        ];

        changes.Select(change => change.Kind).ShouldBe(TicketChangeJson.Kinds, ignoreOrder: true);
        changes.Select(change => TicketChangeJson.Read(change.Kind, TicketChangeJson.Write(change))).ShouldBe(changes);
    }

    [Theory]
    [InlineData("exploded", "{}")]
    [InlineData("opened", "[]")]
    [InlineData("resumed", """{ "from": "yesterday" }""")]
    public void What_is_no_change_is_not_read(string kind, string json) =>
        Should.Throw<FormatException>(() => TicketChangeJson.Read(kind, json));

    /// <summary>Always work, so that the first to arrive opens the ticket.</summary>
    private static Label LabelOf(int minute) => minute % 3 == 0 ? Label.Question : Label.Complaint;

    private static Instant Noon => T("2026-06-05 12:00");

    private static Desk Run(IEnumerable<Step> steps)
    {
        var desk = WithComplaint("2026-06-01 00:00");
        var now = T("2026-06-01 00:00");
        foreach (var step in steps)
        {
            now += Duration.FromMinutes(step.Minutes % 30 == 0 ? step.Minutes : step.Minutes % 30);
            var at = now.InZone(DateTimeZoneProviders.Tzdb["Europe/London"]).ToString("uuuu-MM-dd HH:mm", null);
            Take(desk, step, at, now);
        }

        return desk;
    }

    private static void Take(Desk desk, Step step, string at, Instant now)
    {
        TicketCommand? command = step.What switch
        {
            0 => new AssignTicket(Ann),
            1 => new AssignTicket(Ben, Automatic: true),
            2 => new UnassignTicket(),
            3 => new AcceptTicket(Ann),
            4 => new RequestReply(Id(500), Ann),
            5 or 6 or 7 => new ConfirmReply(Id(500), now, Public: true, null),
            8 => new FailReply(Id(500), Unknown: false, "gone"),
            9 => new AddNote(Id(600)),
            10 or 11 => new WaitForCustomer("order number"),
            12 => new WaitForThirdParty("courier"),
            13 => new EndWaiting(),
            14 => new DeclareNoReplyNeeded("answered elsewhere"),
            15 or 16 => new ResolveTicket(),
            17 => new ReopenTicket("not fixed", new ReopenHands(step.Minutes % 2 == 0, Lead)),
            18 => new CloseTicket(),
            19 => new RelabelTicket((Label)(step.Minutes % 4)),
            20 => new SetPriority((Priority)(step.Minutes % 4)),
            21 => new HandOverTicket(Id(800), "refund", "today", step.Minutes % 2 == 0 ? "A-1" : null),
            22 => new AcceptHandOver(Ben),
            23 => new BounceHandOver((BounceCause)(step.Minutes % 3), "not ours", step.Minutes % 2 == 0),
            24 => new SnoozeTicket(now + Duration.FromHours(1), null),
            25 => new WakeTicket(WakeCause.Person),
            _ => null,
        };
        if (command is not null)
        {
            desk.Try(at, command);
            return;
        }

        desk.AssigneeOnShift = step.Minutes % 3 != 0;
        desk.Post(at, (Label)(step.Minutes % 4), confidence: 0.5 + step.Minutes % 50 / 100.0);
    }

    private static Dictionary<(ClockKind, int), SlaClock> Clocks(Desk desk)
    {
        var calendar = TestKit.Calendars.AlwaysOpen();
        var clocks = new Dictionary<(ClockKind, int), SlaClock>();
        var state = new TicketState();
        foreach (var (change, at) in desk.History)
        {
            foreach (var effect in ClockRules.EffectsOf(state, change, at))
            {
                if (effect.Act == ClockAct.Start)
                {
                    clocks.Add(
                        (effect.Clock, effect.Round),
                        SlaClock.Start(effect.Clock, effect.At, Duration.FromHours(8), effect.Round)
                    );
                    continue;
                }

                var clock = clocks[(effect.Clock, effect.Round)];
                clocks[(effect.Clock, effect.Round)] = effect.ApplyTo(clock, "agent", calendar);
            }

            state = state.Apply(change, at);
        }

        return clocks;
    }
}
