using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using static TriageMesh.Domain.Specs.Tickets.Desk;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class TicketLifeSpecs
{
    [Fact]
    public void Accepting_a_ticket_that_nobody_has_makes_it_theirs()
    {
        var desk = WithComplaint().Do("2026-06-05 10:05", new AcceptTicket(Ann));

        (desk.State.Status, desk.State.AssigneeId, desk.State.AcceptedAt).ShouldBe(
            (TicketStatus.Open, Ann, T("2026-06-05 10:05"))
        );
    }

    [Fact]
    public void Accepting_twice_changes_nothing() =>
        WithAnn().Try("2026-06-05 10:06", new AcceptTicket(Ann)).ShouldBe(TicketDecision.Nothing);

    [Fact]
    public void Another_agents_ticket_cannot_be_accepted() =>
        WithAnn()
            .Try("2026-06-05 10:06", new AcceptTicket(Ben))
            .Refusal?.Reason.ShouldBe(RefusalReason.AssignedToOther);

    [Fact]
    public void A_person_may_move_a_ticket_and_the_system_may_not()
    {
        WithAnn()
            .Try("2026-06-05 10:06", new AssignTicket(Ben, Automatic: true))
            .Refusal?.Reason.ShouldBe(RefusalReason.AssignedToOther);

        var desk = WithAnn().Do("2026-06-05 10:06", new AssignTicket(Ben));

        (desk.State.AssigneeId, desk.State.AcceptedAt).ShouldBe((Ben, null));
    }

    [Fact]
    public void A_ticket_that_goes_back_to_the_queue_is_new_again()
    {
        var desk = WithAnn().Do("2026-06-05 10:06", new UnassignTicket());

        (desk.State.Status, desk.State.AssigneeId, desk.State.LastAssigneeId).ShouldBe((TicketStatus.New, null, Ann));
    }

    [Fact]
    public void A_pause_needs_a_reason_and_somebody_who_has_the_ticket()
    {
        WithAnn()
            .Try("2026-06-05 10:06", new WaitForCustomer(" "))
            .Refusal?.Reason.ShouldBe(RefusalReason.ReasonMissing);
        WithComplaint()
            .Try("2026-06-05 10:06", new WaitForThirdParty("courier"))
            .Refusal?.Reason.ShouldBe(RefusalReason.NotAssigned);
    }

    [Fact]
    public void A_pause_while_a_customer_has_no_answer_is_flagged()
    {
        WithAnn()
            .Try("2026-06-05 10:06", new WaitForCustomer("later"))
            .Changes.ShouldBe([new WaitingStarted(TicketStatus.WaitingCustomer, "later", WhileUnanswered: true)]);
        WithAnn()
            .Reply("2026-06-05 10:06")
            .Try("2026-06-05 10:07", new WaitForCustomer("order number"))
            .Changes.ShouldBe([
                new WaitingStarted(TicketStatus.WaitingCustomer, "order number", WhileUnanswered: false),
            ]);
    }

    [Fact]
    public void A_reply_counts_when_it_is_on_the_platform_and_not_before()
    {
        var desk = WithAnn().Do("2026-06-05 10:06", new RequestReply(Id(500), Ann));
        desk.State.UnansweredSince.ShouldNotBeNull();

        desk.Do("2026-06-05 10:07", new FailReply(Id(500), Unknown: true, "no answer from the platform"));
        desk.State.UnansweredSince.ShouldNotBeNull();

        desk.Reply("2026-06-05 10:08");
        (desk.State.UnansweredSince, desk.State.FirstRepliedAt).ShouldBe((null, T("2026-06-05 10:08")));
    }

    [Fact]
    public void A_private_message_is_no_public_reply()
    {
        var desk = WithAnn()
            .Do("2026-06-05 10:06", new ConfirmReply(Id(500), T("2026-06-05 10:06"), Public: false, null));

        (desk.State.UnansweredSince, desk.State.FirstRepliedAt).ShouldBe((T("2026-06-05 10:00"), null));
    }

    [Fact]
    public void A_post_newer_than_the_reply_begins_a_spell_of_its_own()
    {
        var desk = WithAnn();
        desk.Post("2026-06-05 10:20");

        desk.Reply("2026-06-05 10:10", nextUnanswered: "2026-06-05 10:20");

        (desk.State.UnansweredSince, desk.State.Spell).ShouldBe((T("2026-06-05 10:20"), 2));
    }

    [Fact]
    public void That_no_reply_is_needed_wants_a_reason_and_an_unanswered_post()
    {
        WithAnn()
            .Try("2026-06-05 10:06", new DeclareNoReplyNeeded(""))
            .Refusal?.Reason.ShouldBe(RefusalReason.ReasonMissing);
        WithAnn()
            .Reply("2026-06-05 10:06")
            .Try("2026-06-05 10:07", new DeclareNoReplyNeeded("answered by phone"))
            .Refusal?.Reason.ShouldBe(RefusalReason.NothingUnanswered);

        WithAnn().Do("2026-06-05 10:06", new DeclareNoReplyNeeded("spam")).State.UnansweredSince.ShouldBeNull();
    }

    [Theory]
    [InlineData(Label.Praise)]
    [InlineData(Label.Other)]
    public void Relabelled_to_what_is_no_work_it_is_closed_as_misrouted(Label label)
    {
        var desk = WithAnn().Do("2026-06-05 10:06", new RelabelTicket(label));

        (desk.State.Status, desk.State.IsMisrouted, desk.State.Label).ShouldBe((TicketStatus.Closed, true, label));
    }

    [Fact]
    public void A_person_who_agrees_with_a_doubtful_label_ends_the_doubt()
    {
        var desk = new Desk();
        desk.Post("2026-06-05 10:00", confidence: 0.4, needsReview: true);

        desk.Do("2026-06-05 10:06", new RelabelTicket(Label.Complaint)).State.NeedsReview.ShouldBeFalse();

        desk.Try("2026-06-05 10:07", new RelabelTicket(Label.Complaint)).ShouldBe(TicketDecision.Nothing);
    }

    [Fact]
    public void The_system_closes_only_when_the_window_is_over()
    {
        var desk = WithAnn().Do("2026-06-05 12:00", new ResolveTicket());

        desk.Try("2026-06-12 11:59", new CloseTicket()).Refusal?.Reason.ShouldBe(RefusalReason.WindowOpen);
        desk.Do("2026-06-12 12:00", new CloseTicket()).State.Status.ShouldBe(TicketStatus.Closed);
    }

    [Fact]
    public void A_person_reopens_within_the_window_as_a_customer_does()
    {
        var desk = WithAnn()
            .Do("2026-06-05 12:00", new ResolveTicket())
            .Do("2026-06-05 13:00", new ReopenTicket("not fixed", new ReopenHands(AssigneeOnShift: true, Lead)));

        (desk.State.Status, desk.State.Cycle).ShouldBe((TicketStatus.Reopened, 2));
    }

    [Theory]
    [InlineData(TicketStatus.Closed, typeof(ResolveTicket))]
    [InlineData(TicketStatus.Closed, typeof(ReopenTicket))]
    [InlineData(TicketStatus.Closed, typeof(RequestReply))]
    [InlineData(TicketStatus.Closed, typeof(AssignTicket))]
    [InlineData(TicketStatus.Closed, typeof(RelabelTicket))]
    [InlineData(TicketStatus.Resolved, typeof(ResolveTicket))]
    [InlineData(TicketStatus.Resolved, typeof(AcceptTicket))]
    [InlineData(TicketStatus.Resolved, typeof(WaitForCustomer))]
    [InlineData(TicketStatus.HandedOver, typeof(AssignTicket))]
    [InlineData(TicketStatus.HandedOver, typeof(UnassignTicket))]
    [InlineData(TicketStatus.Open, typeof(ReopenTicket))]
    [InlineData(TicketStatus.Open, typeof(CloseTicket))]
    [InlineData(TicketStatus.Open, typeof(EndWaiting))]
    public void Some_commands_have_no_place_in_some_status(TicketStatus status, Type command) =>
        TicketLife.IsAllowed(status, command).ShouldBeFalse();

    [Fact]
    public void What_the_platform_reports_and_notes_are_taken_in_every_status() =>
        Enum.GetValues<TicketStatus>()
            .ShouldAllBe(status =>
                TicketLife.IsAllowed(status, typeof(ConfirmReply))
                && TicketLife.IsAllowed(status, typeof(FailReply))
                && TicketLife.IsAllowed(status, typeof(AddNote))
            );

    [Fact]
    public void A_refusal_says_why_and_changes_nothing()
    {
        var desk = WithAnn().Do("2026-06-05 12:00", new ResolveTicket());
        var before = desk.State;

        var refusal = desk.Try("2026-06-05 12:01", new ResolveTicket()).Refusal.ShouldNotBeNull();

        refusal.ShouldBe(new Refusal(RefusalReason.WrongStatus, "This cannot be done while the ticket is resolved."));
        desk.State.ShouldBe(before);
    }
}
