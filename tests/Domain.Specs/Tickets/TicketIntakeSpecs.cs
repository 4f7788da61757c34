using TriageMesh.Contracts;
using TriageMesh.Domain.Tickets;
using static TriageMesh.Domain.Specs.Tickets.Desk;

namespace TriageMesh.Domain.Specs.Tickets;

public sealed class TicketIntakeSpecs
{
    [Theory]
    [InlineData(Label.Complaint)]
    [InlineData(Label.Question)]
    public void A_complaint_or_a_question_opens_a_ticket(Label label)
    {
        var desk = new Desk();

        desk.Post("2026-06-05 10:00", label).Outcome.ShouldBe(IntakeOutcome.Opened);

        desk.State.ShouldSatisfyAllConditions(
            ticket => ticket.Status.ShouldBe(TicketStatus.New),
            ticket => ticket.Label.ShouldBe(label),
            ticket => ticket.QueueId.ShouldBe(Queue),
            ticket => ticket.UnansweredSince.ShouldBe(T("2026-06-05 10:00"))
        );
    }

    [Theory]
    [InlineData(Label.Praise, IntakeOutcome.Praise)]
    [InlineData(Label.Other, IntakeOutcome.Kept)]
    public void Praise_and_other_open_none(Label label, IntakeOutcome outcome)
    {
        var decision = new Desk().Post("2026-06-05 10:00", label, confidence: 0.6);

        decision.Outcome.ShouldBe(outcome);
        decision.Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Label.Praise)]
    [InlineData(Label.Other)]
    public void What_needs_review_is_a_ticket_and_policies_take_it_for_a_complaint(Label label)
    {
        var desk = new Desk();

        desk.Post("2026-06-05 10:00", label, confidence: 0.4, needsReview: true).Outcome.ShouldBe(IntakeOutcome.Opened);

        (desk.State.Label, desk.State.PolicyLabel).ShouldBe((label, Label.Complaint));
    }

    [Fact]
    public void A_blocked_author_opens_nothing() =>
        new Desk()
            .Post("2026-06-05 10:00", tier: AuthorTier.Blocked)
            .ShouldSatisfyAllConditions(
                decision => decision.Outcome.ShouldBe(IntakeOutcome.Ignored),
                decision => decision.Changes.ShouldBeEmpty()
            );

    [Theory]
    [InlineData(AuthorTier.Standard, Priority.Normal)]
    [InlineData(AuthorTier.Vip, Priority.High)]
    [InlineData(AuthorTier.Media, Priority.High)]
    public void Vips_and_the_media_begin_higher(AuthorTier tier, Priority priority)
    {
        var desk = new Desk();

        desk.Post("2026-06-05 10:00", tier: tier);

        desk.State.Priority.ShouldBe(priority);
    }

    [Fact]
    public void One_author_has_one_case()
    {
        var desk = WithComplaint();

        desk.Post("2026-06-05 11:00", Label.Question).Outcome.ShouldBe(IntakeOutcome.Joined);

        desk.State.MentionCount.ShouldBe(2);
        desk.State.UnansweredSince.ShouldBe(T("2026-06-05 10:00"));
    }

    [Fact]
    public void A_post_within_the_window_reopens_the_ticket_with_a_new_cycle()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-12 11:59").Outcome.ShouldBe(IntakeOutcome.Reopened);

        desk.State.ShouldSatisfyAllConditions(
            ticket => ticket.Status.ShouldBe(TicketStatus.Reopened),
            ticket => ticket.Cycle.ShouldBe(2),
            ticket => ticket.AssigneeId.ShouldBe(Ann),
            ticket => ticket.UnansweredSince.ShouldBe(T("2026-06-12 11:59")),
            ticket => ticket.Priority.ShouldBe(Priority.Normal)
        );
    }

    [Fact]
    public void A_post_after_the_window_opens_a_new_ticket_linked_to_the_old_one()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-12 12:00").Outcome.ShouldBe(IntakeOutcome.OpenedLinked);

        (desk.State.LinkedTo, desk.State.Cycle, desk.State.Status).ShouldBe((1, 1, TicketStatus.New));
    }

    [Theory]
    [InlineData("2026-06-12 11:59", "2026-06-12 12:05", IntakeOutcome.Reopened)]
    [InlineData("2026-06-12 11:59", "2026-06-19 11:59", IntakeOutcome.Reopened)]
    [InlineData("2026-06-12 11:59", "2026-06-19 12:00", IntakeOutcome.OpenedLinked)]
    [InlineData("2026-06-12 12:00", "2026-06-12 12:05", IntakeOutcome.OpenedLinked)]
    public void When_a_post_was_made_says_whether_it_was_within_the_window_also_for_a_closed_ticket(
        string postedAt,
        string arrivedAt,
        IntakeOutcome outcome
    )
    {
        var desk = WithAnn()
            .Reply("2026-06-05 11:00")
            .Do("2026-06-05 12:00", new ResolveTicket())
            .Do("2026-06-12 12:00", new CloseTicket());

        desk.Post(postedAt, arrivedAt: arrivedAt).Outcome.ShouldBe(outcome);

        desk.State.ClosedAt.ShouldBeNull();
    }

    [Fact]
    public void A_reopened_ticket_is_given_to_its_agent_anew_and_they_have_still_to_open_it()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());
        desk.State.AcceptedAt.ShouldNotBeNull();

        desk.Post("2026-06-06 12:00").Changes.ShouldContain(new Assigned(Ann, Automatic: true, Ann));

        (desk.State.AssigneeId, desk.State.AcceptedAt).ShouldBe((Ann, null));
    }

    [Fact]
    public void A_misrouted_ticket_is_followed_by_a_new_one()
    {
        var desk = WithAnn().Do("2026-06-05 12:00", new RelabelTicket(Label.Other));

        desk.Post("2026-06-05 13:00").Outcome.ShouldBe(IntakeOutcome.OpenedLinked);
    }

    [Theory]
    [InlineData(Label.Praise)]
    [InlineData(Label.Other)]
    public void A_thanks_attaches_without_reopening(Label label)
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-05 13:00", label, confidence: 0.9).Outcome.ShouldBe(IntakeOutcome.Courtesy);

        (desk.State.Status, desk.State.MentionCount, desk.State.UnansweredSince).ShouldBe(
            (TicketStatus.Resolved, 2, null)
        );
    }

    [Fact]
    public void What_may_be_a_thanks_but_not_surely_reopens()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-05 13:00", Label.Other, confidence: 0.79).Outcome.ShouldBe(IntakeOutcome.Reopened);
    }

    [Fact]
    public void Praise_long_after_the_case_is_praise()
    {
        var desk = WithAnn().Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-07-05 13:00", Label.Praise, confidence: 0.9).Outcome.ShouldBe(IntakeOutcome.Praise);
    }

    [Fact]
    public void Waiting_for_the_customer_ends_by_itself_at_their_next_post()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 11:01", new WaitForCustomer("order number"));

        desk.Post("2026-06-05 12:00", arrivedAt: "2026-06-05 12:05")
            .Changes[1]
            .ShouldBe(new WaitingEnded(T("2026-06-05 12:00"), ByCustomer: true));

        (desk.State.Status, desk.State.UnansweredSince).ShouldBe((TicketStatus.Open, T("2026-06-05 12:00")));
    }

    [Fact]
    public void A_thanks_ends_the_waiting_too_and_asks_for_no_answer()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 11:01", new WaitForCustomer("order number"));

        desk.Post("2026-06-05 12:00", Label.Praise);

        (desk.State.Status, desk.State.UnansweredSince).ShouldBe((TicketStatus.Open, null));
    }

    [Fact]
    public void Waiting_for_a_third_party_goes_on_when_the_customer_posts()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 11:01", new WaitForThirdParty("courier"));

        desk.Post("2026-06-05 12:00");

        desk.State.Status.ShouldBe(TicketStatus.WaitingThirdParty);
        desk.State.UnansweredSince.ShouldBe(T("2026-06-05 12:00"));
    }

    [Fact]
    public void A_post_that_comes_late_and_was_answered_meanwhile_changes_nothing_but_the_count()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 11:01", new WaitForCustomer("order number"));

        desk.Post("2026-06-05 10:30", arrivedAt: "2026-06-05 12:00").Changes.ShouldHaveSingleItem();

        (desk.State.Status, desk.State.MentionCount, desk.State.Spell).ShouldBe((TicketStatus.WaitingCustomer, 2, 1));
    }

    [Fact]
    public void A_late_post_older_than_one_that_needed_no_reply_needs_none_either()
    {
        var desk = WithAnn().Do("2026-06-05 11:00", new DeclareNoReplyNeeded("answered by phone"));

        desk.Post("2026-06-05 09:30", arrivedAt: "2026-06-05 12:00");
        desk.State.UnansweredSince.ShouldBeNull();

        desk.Post("2026-06-05 10:30", arrivedAt: "2026-06-05 12:00");
        desk.State.UnansweredSince.ShouldBe(T("2026-06-05 10:30"));
    }

    [Fact]
    public void A_late_post_that_was_answered_before_the_ticket_was_resolved_does_not_reopen_it()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-05 10:30", arrivedAt: "2026-06-05 13:00").Outcome.ShouldBe(IntakeOutcome.Joined);

        desk.State.Status.ShouldBe(TicketStatus.Resolved);
    }

    [Fact]
    public void A_late_post_that_nobody_answered_reopens_what_was_resolved_without_it()
    {
        var desk = WithAnn().Reply("2026-06-05 11:00").Do("2026-06-05 12:00", new ResolveTicket());

        desk.Post("2026-06-05 11:59", arrivedAt: "2026-06-05 13:00").Outcome.ShouldBe(IntakeOutcome.Reopened);
    }

    [Fact]
    public void Five_posts_in_ten_minutes_are_a_burst_and_raise_the_priority_once()
    {
        var desk = WithComplaint("2026-06-05 10:00");
        desk.Post("2026-06-05 10:02");
        desk.Post("2026-06-05 10:04");
        desk.Post("2026-06-05 10:06");
        desk.State.IsBurst.ShouldBeFalse();

        desk.Post("2026-06-05 10:10").Changes.ShouldContain(new BurstNoticed(5));
        desk.Post("2026-06-05 10:10");

        (desk.State.IsBurst, desk.State.Priority, desk.State.MentionCount).ShouldBe((true, Priority.High, 6));
        desk.Effects.Count(effect => effect.Act == ClockAct.Start && effect.Clock == ClockKind.FirstResponse)
            .ShouldBe(1);
    }

    [Fact]
    public void Five_posts_in_eleven_minutes_are_none()
    {
        var desk = WithComplaint("2026-06-05 10:00");
        desk.Post("2026-06-05 10:02");
        desk.Post("2026-06-05 10:04");
        desk.Post("2026-06-05 10:06");

        desk.Post("2026-06-05 10:11");

        desk.State.IsBurst.ShouldBeFalse();
    }

    [Fact]
    public void The_order_in_which_a_burst_arrives_does_not_matter()
    {
        var desk = WithComplaint("2026-06-05 10:10");
        desk.Post("2026-06-05 10:00");
        desk.Post("2026-06-05 10:06");
        desk.Post("2026-06-05 10:04");

        desk.Post("2026-06-05 10:02");

        desk.State.IsBurst.ShouldBeTrue();
        desk.State.UnansweredSince.ShouldBe(T("2026-06-05 10:00"));
    }

    [Fact]
    public void An_urgent_ticket_cannot_climb_higher()
    {
        var desk = WithComplaint().Do("2026-06-05 10:01", new SetPriority(Priority.Urgent));

        desk.Try("2026-06-05 10:02", new RaisePriority("overdue")).ShouldBe(TicketDecision.Of());
    }

    [Fact]
    public void The_second_reopening_raises_priority_and_tells_the_lead_and_the_third_goes_to_the_lead()
    {
        var desk = WithAnn();
        foreach (var day in new[] { "06", "07", "08" })
        {
            desk.Do($"2026-06-{day} 09:00", new ResolveTicket());
            desk.Post($"2026-06-{day} 10:00");
            if (day == "07")
            {
                desk.History.ShouldContain(entry => entry.Change is LeadTold);
                (desk.State.Priority, desk.State.AssigneeId).ShouldBe((Priority.High, Ann));
            }
        }

        (desk.State.Cycle, desk.State.AssigneeId, desk.State.Priority).ShouldBe((4, Lead, Priority.High));
    }

    [Fact]
    public void A_reopened_ticket_goes_back_to_the_queue_when_its_agent_is_off_shift()
    {
        var desk = WithAnn().Do("2026-06-05 12:00", new ResolveTicket());
        desk.AssigneeOnShift = false;

        desk.Post("2026-06-05 22:00");

        (desk.State.Status, desk.State.AssigneeId, desk.State.LastAssigneeId).ShouldBe(
            (TicketStatus.Reopened, null, Ann)
        );
    }

    [Fact]
    public void A_mention_relabelled_to_work_opens_a_ticket_with_all_clocks_from_the_post()
    {
        var mention = new IntakeMention(Id(7), T("2026-06-05 10:00"), AuthorTier.Standard, Label.Other, 0.9, false);

        var opened = TicketIntake
            .Relabel(mention, Label.Complaint, null, Queue, TicketSettings.Default)
            .Changes.ShouldHaveSingleItem();

        ClockRules
            .EffectsOf(new TicketState(), opened, T("2026-06-05 15:00"))
            .Select(effect => (effect.Clock, effect.Act, effect.At))
            .ShouldBe(
                new[] { ClockKind.FirstResponse, ClockKind.Resolution, ClockKind.TotalResolution }.Select(clock =>
                    (clock, ClockAct.Start, T("2026-06-05 10:00"))
                )
            );
    }
}
