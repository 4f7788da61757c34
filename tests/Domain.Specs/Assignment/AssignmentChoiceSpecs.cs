using NodaTime;
using TriageMesh.Domain.Assignment;

namespace TriageMesh.Domain.Specs.Assignment;

public sealed class AssignmentChoiceSpecs
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 5, 12, 0);
    private static readonly Guid Support = Id(100);
    private static readonly WaitingTicket Ticket = new()
    {
        TicketId = 1,
        QueueId = Support,
        Language = "zh",
        Skills = ["refunds"],
        OpenedAt = Noon,
    };

    [Fact]
    public void The_least_loaded_for_their_capacity_gets_the_ticket() =>
        Choose(Agent(1, open: 2, capacity: 4), Agent(2, open: 4, capacity: 10)).AgentId.ShouldBe(Id(2));

    [Fact]
    public void Among_equals_the_one_who_has_waited_longest_for_work_gets_it()
    {
        var early = Agent(2, open: 1, capacity: 2) with { LastAssignedAt = Noon - Duration.FromHours(2) };
        var late = Agent(1, open: 2, capacity: 4) with { LastAssignedAt = Noon - Duration.FromHours(1) };
        var never = Agent(3, open: 3, capacity: 6);

        Choose(late, early).AgentId.ShouldBe(Id(2));
        Choose(late, early, never).AgentId.ShouldBe(Id(3));
    }

    [Fact]
    public void Who_is_alike_in_everything_is_taken_in_the_order_of_their_ids() =>
        Choose(Agent(2), Agent(1)).AgentId.ShouldBe(Id(1));

    [Fact]
    public void Who_is_off_shift_away_full_over_the_rate_or_no_member_is_no_candidate() =>
        Choose(
                Agent(1) with
                {
                    OnShift = false,
                },
                Agent(2) with
                {
                    Present = false,
                },
                Agent(3, open: 4, capacity: 4),
                Agent(4, open: 0, capacity: 0),
                Agent(5) with
                {
                    TakenInWindow = 3,
                    WindowLimit = 3,
                },
                Agent(6) with
                {
                    Queues = [Id(101)],
                },
                Agent(7, open: 3, capacity: 4)
            )
            .ShouldBe(new AssignmentChoice(Id(7), Relaxation.None, Sticky: false, null));

    [Fact]
    public void The_language_and_every_skill_are_needed() =>
        Choose(
            Agent(1) with
            {
                Languages = ["en"],
            },
            Agent(2) with
            {
                Skills = ["billing"],
            },
            Agent(3, open: 3) with
            {
                Languages = ["ZH", "en"],
                Skills = ["billing", "refunds"],
            }
        )
            .AgentId.ShouldBe(Id(3));

    [Fact]
    public void The_skill_is_given_up_first_and_then_the_language()
    {
        var speaker = Agent(1, open: 3) with { Skills = [] };
        var skilled = Agent(2) with { Languages = ["en"] };
        var neither = Agent(3, open: 3) with { Languages = ["en"], Skills = [] };

        Choose(speaker, skilled).ShouldBe(new AssignmentChoice(Id(1), Relaxation.Skill, Sticky: false, null));
        Choose(neither).ShouldBe(new AssignmentChoice(Id(3), Relaxation.Language, Sticky: false, null));
    }

    [Fact]
    public void With_nobody_the_ticket_stays_in_the_lane_and_the_reason_is_told()
    {
        Choose().Waits.ShouldBe(WaitReason.NoMembers);
        Choose(Agent(1) with { Present = false }).Waits.ShouldBe(WaitReason.NobodyOnShift);
        Choose(Agent(1, open: 4, capacity: 4)).Waits.ShouldBe(WaitReason.NobodyFree);
    }

    [Fact]
    public void Who_last_answered_the_author_is_preferred_and_may_go_one_over()
    {
        var ticket = Ticket with { LastAnsweredBy = Id(1) };
        var free = Agent(2);

        Choose(ticket, Agent(1, open: 4, capacity: 4), free)
            .ShouldBe(new AssignmentChoice(Id(1), Relaxation.None, Sticky: true, null));
        Choose(ticket, Agent(1, open: 5, capacity: 4), free).AgentId.ShouldBe(Id(2));
        Choose(ticket, Agent(1) with { OnShift = false }, free).AgentId.ShouldBe(Id(2));
        Choose(ticket, Agent(1) with { Languages = ["en"] }, free).AgentId.ShouldBe(Id(2));
    }

    [Fact]
    public void Who_has_just_let_it_lie_is_not_given_it_again_not_even_as_the_one_who_knows_the_author()
    {
        var ticket = Ticket with { LastAnsweredBy = Id(1), NotTo = [Id(1)] };

        Choose(ticket, Agent(1), Agent(2, open: 3)).AgentId.ShouldBe(Id(2));
        Choose(ticket, Agent(1)).ShouldBe(new AssignmentChoice(null, Relaxation.None, false, WaitReason.NobodyFree));
    }

    private static AssignmentChoice Choose(params Candidate[] candidates) => Choose(Ticket, candidates);

    private static AssignmentChoice Choose(WaitingTicket ticket, params Candidate[] candidates) =>
        AssignmentChoice.For(ticket, candidates, new LeastLoadPolicy());

    private static Candidate Agent(int id, int open = 0, int capacity = 4) =>
        new()
        {
            AgentId = Id(id),
            OnShift = true,
            Present = true,
            Queues = [Support],
            Skills = ["refunds"],
            Open = open,
            Capacity = capacity,
        };

    private static Guid Id(int number) => new($"0198c1f0-0000-7000-8000-{number:D12}");
}
