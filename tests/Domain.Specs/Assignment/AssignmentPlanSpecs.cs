using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Specs.Calendars;

namespace TriageMesh.Domain.Specs.Assignment;

public sealed class AssignmentPlanSpecs
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 5, 12, 0);
    private static readonly Guid[] Queues = [Id(101), Id(102)];
    private static readonly string[] Languages = ["zh", "en"];
    private static readonly string[] Skills = ["refunds", "delivery"];

    private static readonly Gen<Candidate> Agent =
        from flags in Gen.Choose(0, 9)
        from queues in Gen.SubListOf(Queues)
        from languages in Gen.SubListOf(Languages)
        from skills in Gen.SubListOf(Skills)
        from open in Gen.Choose(0, 4)
        from capacity in Gen.Choose(0, 5)
        from limit in Gen.Choose(-1, 4)
        select new Candidate
        {
            AgentId = Guid.Empty,
            OnShift = flags != 0,
            Present = flags != 1,
            Queues = [.. queues],
            Languages = [.. languages],
            Skills = [.. skills],
            Open = open,
            Capacity = capacity,
            WindowLimit = limit < 0 ? null : limit,
        };

    private static readonly Gen<WaitingTicket> Ticket =
        from queue in Gen.Elements(Queues)
        from language in Gen.Elements("zh", "en", null)
        from skills in Gen.SubListOf(Skills)
        from due in Gen.Choose(-5, 20)
        from age in Gen.Choose(0, 500)
        select new WaitingTicket
        {
            TicketId = 0,
            QueueId = queue,
            Language = language,
            Skills = [.. skills],
            DueAt = due < 0 ? null : Noon + Duration.FromMinutes(due),
            OpenedAt = Noon - Duration.FromMinutes(age),
        };

    private static readonly Gen<Situation> Case =
        from agents in Agent.ListOf().Resize(12)
        from tickets in Ticket.ListOf().Resize(30)
        select new Situation(
            [.. agents.Select((agent, i) => agent with { AgentId = Id(i + 1) })],
            [.. tickets.Select((ticket, i) => ticket with { TicketId = i + 1 })]
        );

    [Fact]
    public void No_agent_gets_more_than_capacity_and_rate_allow_nor_while_away_nor_from_another_queue() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    foreach (var group in Plan(x).Assignments.GroupBy(assignment => assignment.AgentId))
                    {
                        var agent = x.Agents.Single(candidate => candidate.AgentId == group.Key);
                        var queues = group.Select(given => x.Tickets.Single(t => t.TicketId == given.TicketId).QueueId);

                        (agent.Open + group.Count()).ShouldBeLessThanOrEqualTo(agent.Capacity);
                        group.Count().ShouldBeLessThanOrEqualTo(agent.WindowLimit ?? int.MaxValue);
                        (agent.OnShift && agent.Present).ShouldBeTrue();
                        queues.ShouldAllBe(queue => agent.Queues.Contains(queue));
                    }
                }
            )
            .Hold();

    [Fact]
    public void No_ticket_waits_while_a_member_of_its_queue_is_free() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var plan = Plan(x);
                    foreach (var wait in plan.Waits)
                    {
                        var queue = x.Tickets.Single(ticket => ticket.TicketId == wait.TicketId).QueueId;
                        var free = x
                            .Agents.Where(agent => agent.OnShift && agent.Present && agent.Queues.Contains(queue))
                            .Where(agent =>
                            {
                                var given = plan.Assignments.Count(assignment => assignment.AgentId == agent.AgentId);
                                return agent.Open + given < agent.Capacity
                                    && given < (agent.WindowLimit ?? int.MaxValue);
                            });

                        free.ShouldBeEmpty();
                    }
                }
            )
            .Hold();

    [Fact]
    public void Every_ticket_is_given_once_or_waits() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var plan = Plan(x);

                    plan.Assignments.Select(assignment => assignment.TicketId)
                        .Concat(plan.Waits.Select(wait => wait.TicketId))
                        .Order()
                        .ShouldBe(x.Tickets.Select(ticket => ticket.TicketId));
                }
            )
            .Hold();

    [Fact]
    public void The_order_in_which_tickets_and_agents_are_read_does_not_matter() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var turned = new Situation([.. x.Agents.Reverse()], [.. x.Tickets.Reverse()]);

                    Plan(turned).Assignments.ShouldBe(Plan(x).Assignments);
                }
            )
            .Hold();

    [Fact]
    public void The_nearest_due_is_served_first_then_the_oldest()
    {
        var one = Free(1, capacity: 3);
        WaitingTicket[] tickets =
        [
            Plain(1) with
            {
                OpenedAt = Noon,
            },
            Plain(2) with
            {
                OpenedAt = Noon - Duration.FromHours(3),
            },
            Plain(3) with
            {
                DueAt = Noon + Duration.FromHours(2),
            },
            Plain(4) with
            {
                DueAt = Noon + Duration.FromHours(1),
            },
        ];

        var plan = AssignmentPlan.For(tickets, [one], new LeastLoadPolicy(), Noon);

        plan.Assignments.Select(assignment => assignment.TicketId).ShouldBe([4, 3, 2]);
        plan.Waits.ShouldBe([new PlannedWait(1, WaitReason.NobodyFree)]);
    }

    [Fact]
    public void A_batch_is_spread_by_capacity()
    {
        var plan = AssignmentPlan.For(
            Enumerable.Range(1, 9).Select(id => Plain(id)),
            [Free(1, capacity: 3), Free(2, capacity: 6)],
            new LeastLoadPolicy(),
            Noon
        );

        plan.Assignments.CountBy(assignment => assignment.AgentId)
            .ToDictionary()
            .ShouldBe(new Dictionary<Guid, int> { [Id(1)] = 3, [Id(2)] = 6 }, ignoreOrder: true);
        plan.Assignments.Take(3).Count(assignment => assignment.AgentId == Id(2)).ShouldBe(2);
    }

    [Fact]
    public void Among_equals_a_batch_goes_round()
    {
        var agents = Enumerable.Range(1, 3).Select(id => Free(id, capacity: 100));

        AssignmentPlan
            .For(Enumerable.Range(1, 6).Select(id => Plain(id)), agents, new LeastLoadPolicy(), Noon)
            .Assignments.Select(assignment => assignment.AgentId)
            .ShouldBe([Id(1), Id(2), Id(3), Id(1), Id(2), Id(3)]);
    }

    private static AssignmentPlan Plan(Situation x) =>
        AssignmentPlan.For(x.Tickets, x.Agents, new LeastLoadPolicy(), Noon);

    private static WaitingTicket Plain(long id) =>
        new()
        {
            TicketId = id,
            QueueId = Queues[0],
            OpenedAt = Noon,
        };

    private static Candidate Free(int id, int capacity) =>
        new()
        {
            AgentId = Id(id),
            OnShift = true,
            Present = true,
            Queues = Queues,
            Capacity = capacity,
        };

    private static Guid Id(int number) => new($"0198c1f0-0000-7000-8000-{number:D12}");

    private sealed record Situation(Candidate[] Agents, WaitingTicket[] Tickets)
    {
        public override string ToString() =>
            $"{string.Join("; ", Agents.Select(agent => agent.ToString()))} | {string.Join("; ", Tickets.Select(ticket => ticket.ToString()))}";
    }
}
