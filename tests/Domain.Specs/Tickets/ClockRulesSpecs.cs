using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using static TriageMesh.Domain.Specs.Tickets.Desk;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class ClockRulesSpecs
{
    [Fact]
    public void A_new_ticket_owes_an_answer_from_the_post_and_a_resolution_from_its_creation()
    {
        var desk = new Desk();

        desk.Post("2026-06-05 10:00", arrivedAt: "2026-06-05 10:03");

        desk.Effects.ShouldBe([
            new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Start, T("2026-06-05 10:00")),
            new ClockEffect(ClockKind.Resolution, 1, ClockAct.Start, T("2026-06-05 10:03")),
            new ClockEffect(ClockKind.TotalResolution, 1, ClockAct.Start, T("2026-06-05 10:03")),
        ]);
    }

    [Fact]
    public void Later_posts_never_restart_a_response_clock()
    {
        var desk = WithComplaint();

        After(desk, () => desk.Post("2026-06-05 10:30")).ShouldBeEmpty();
    }

    [Fact]
    public void An_older_post_that_comes_late_takes_the_clock_back()
    {
        var desk = WithComplaint();

        After(desk, () => desk.Post("2026-06-05 09:50", arrivedAt: "2026-06-05 10:30"))
            .ShouldBe([new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Backdate, T("2026-06-05 09:50"))]);
    }

    [Fact]
    public void Only_a_persons_public_reply_stops_the_first_response()
    {
        var desk = WithComplaint();

        After(
                desk,
                () =>
                    desk.Do(
                        "2026-06-05 10:30",
                        new AcceptTicket(Ann),
                        new AddNote(Id(3)),
                        new RequestReply(Id(500), Ann),
                        new ConfirmReply(Id(501), T("2026-06-05 10:29"), Public: false, null),
                        new ConfirmReply(Id(502), T("2026-06-05 10:30"), Public: true, null, ByProgram: true)
                    )
            )
            .ShouldBeEmpty();
        After(desk, () => desk.Reply("2026-06-05 10:31"))
            .ShouldBe([new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Meet, T("2026-06-05 10:31"))]);
    }

    [Fact]
    public void Each_spell_after_an_answer_is_a_next_response_of_its_own()
    {
        var desk = WithAnn().Reply("2026-06-05 10:10");

        After(desk, () => desk.Post("2026-06-05 10:20"))
            .ShouldBe([new ClockEffect(ClockKind.NextResponse, 2, ClockAct.Start, T("2026-06-05 10:20"))]);
        After(desk, () => desk.Reply("2026-06-05 10:30"))
            .ShouldBe([new ClockEffect(ClockKind.NextResponse, 2, ClockAct.Meet, T("2026-06-05 10:30"))]);
        After(desk, () => desk.Post("2026-06-05 10:40"))
            .ShouldBe([new ClockEffect(ClockKind.NextResponse, 3, ClockAct.Start, T("2026-06-05 10:40"))]);
    }

    [Fact]
    public void A_reply_that_crosses_a_post_meets_one_clock_and_starts_the_next()
    {
        var desk = WithAnn();
        desk.Post("2026-06-05 10:20");

        After(desk, () => desk.Reply("2026-06-05 10:10", nextUnanswered: "2026-06-05 10:20"))
            .ShouldBe([
                new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Meet, T("2026-06-05 10:10")),
                new ClockEffect(ClockKind.NextResponse, 2, ClockAct.Start, T("2026-06-05 10:20")),
            ]);
    }

    [Fact]
    public void Waiting_pauses_the_resolutions_and_nothing_else()
    {
        var desk = WithAnn();

        After(desk, () => desk.Do("2026-06-05 10:10", new WaitForThirdParty("courier")))
            .Select(effect => (effect.Clock, effect.Act, effect.Reason, effect.WhileUnanswered))
            .ShouldBe([
                (ClockKind.Resolution, ClockAct.Pause, "courier", true),
                (ClockKind.TotalResolution, ClockAct.Pause, "courier", true),
            ]);
    }

    [Fact]
    public void The_pause_ends_at_the_customers_post_and_a_next_response_begins_there()
    {
        var desk = WithAnn().Reply("2026-06-05 10:10").Do("2026-06-05 10:11", new WaitForCustomer("order number"));

        After(desk, () => desk.Post("2026-06-05 11:00", arrivedAt: "2026-06-05 11:04"))
            .Select(effect => (effect.Clock, effect.Act, effect.At))
            .ShouldBe([
                (ClockKind.NextResponse, ClockAct.Start, T("2026-06-05 11:00")),
                (ClockKind.Resolution, ClockAct.Resume, T("2026-06-05 11:00")),
                (ClockKind.TotalResolution, ClockAct.Resume, T("2026-06-05 11:00")),
            ]);
    }

    [Fact]
    public void Resolving_meets_the_resolutions_and_the_waiting_answer()
    {
        var desk = WithAnn().Reply("2026-06-05 10:10");
        desk.Post("2026-06-05 10:20");

        After(desk, () => desk.Do("2026-06-05 10:30", new ResolveTicket()))
            .Select(effect => (effect.Clock, effect.Act))
            .ShouldBe([
                (ClockKind.NextResponse, ClockAct.Meet),
                (ClockKind.Resolution, ClockAct.Meet),
                (ClockKind.TotalResolution, ClockAct.Meet),
            ]);
    }

    [Fact]
    public void Resolving_without_a_word_to_the_customer_does_not_count_as_an_answer() =>
        After(WithAnn(), desk => desk.Do("2026-06-05 10:30", new ResolveTicket()))
            .First()
            .ShouldBe(new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Cancel, T("2026-06-05 10:30")));

    [Fact]
    public void Reopening_starts_a_response_with_its_own_target_and_takes_total_resolution_up_again()
    {
        var desk = WithAnn().Reply("2026-06-05 10:10").Do("2026-06-05 10:30", new ResolveTicket());

        After(desk, () => desk.Post("2026-06-08 09:00"))
            .ShouldBe([
                new ClockEffect(ClockKind.TotalResolution, 1, ClockAct.Reopen, T("2026-06-08 09:00")),
                new ClockEffect(ClockKind.NextResponse, 2, ClockAct.Start, T("2026-06-08 09:00"), Reopening: true),
            ]);
    }

    [Fact]
    public void A_thanks_touches_no_clock()
    {
        var desk = WithAnn().Reply("2026-06-05 10:10");

        After(desk, () => desk.Post("2026-06-05 10:20", Label.Praise)).ShouldBeEmpty();
    }

    [Fact]
    public void A_misrouted_ticket_has_no_results() =>
        After(WithAnn(), desk => desk.Do("2026-06-05 10:30", new RelabelTicket(Label.Other)))
            .ShouldAllBe(effect => effect.Act == ClockAct.Cancel);

    private static List<ClockEffect> After(Desk desk, Action step) => After(desk, _ => step());

    private static List<ClockEffect> After(Desk desk, Action<Desk> step)
    {
        var before = desk.Effects.Count;
        step(desk);
        return desk.Effects[before..];
    }
}
