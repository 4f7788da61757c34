using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Notifications;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Handing_over(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_sender_keeps_the_ticket_until_the_other_queue_accepts()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);

        (await HandOverAsync(world, ticket, sender, returns)).ShouldBeOfType<Ok<TicketDetail>>();

        var waiting = await world.TicketAsync(ticket);
        (waiting.Status, waiting.QueueId, waiting.AssigneeId).ShouldBe(
            ("handed_over", RouterDefaults.Support, IdOf(sender))
        );
        (await ListedAsync(world, sender, "handed_over")).ShouldBe([ticket]);
        (await ListedAsync(world, receiver, "handed_in")).ShouldBe([ticket]);
        var clock = await world.ClockAsync(ticket, ClockKind.Acceptance);
        (clock.State, clock.StartedAt, clock.TargetSeconds).ShouldBe(("running", world.Now, 20 * 60));

        world.Time.Advance(TimeSpan.FromMinutes(5));
        var answer = (await AcceptAsync(world, ticket, receiver)).ShouldBeOfType<Ok<TicketDetail>>().Value!;

        answer.HandOver.ShouldBeNull();
        var taken = await world.TicketAsync(ticket);
        (taken.Status, taken.QueueId, taken.AssigneeId).ShouldBe(("open", returns, IdOf(receiver)));
        (await world.ClockAsync(ticket, ClockKind.Acceptance)).State.ShouldBe("met");
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("running");
        (await LoadsAsync(world)).ShouldBe([(IdOf(receiver), 1)]);
        (await world.ReplayAsync(ticket)).HandOvers.ShouldBe(1);
    }

    [Fact]
    public async Task Refused_it_is_back_with_the_sender_and_they_hear_why()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);

        await RefuseAsync(world, ticket, receiver);

        var back = await world.TicketAsync(ticket);
        (back.Status, back.QueueId, back.AssigneeId).ShouldBe(("open", RouterDefaults.Support, IdOf(sender)));
        (
            await world.OneAsync<string>(
                "SELECT kind || ': ' || reason FROM router.notifications WHERE agent_id = @id",
                new { id = IdOf(sender) }
            )
        ).ShouldBe("hand_over_bounced: no goods were sent back");
        (await ListedAsync(world, receiver, "handed_in")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_accepts_in_time_and_it_bounces_once_even_with_two_routers()
    {
        await using var world = await BeginAsync(postgres);
        var other = world.AddRouter();
        var (ticket, sender, _, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);

        world.Time.Advance(TimeSpan.FromMinutes(19));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        (await world.TicketAsync(ticket)).Status.ShouldBe("handed_over");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(
            world.Get<ClockTimers>().FireDueAsync(Stop),
            ((ClockTimers)other.GetService(typeof(ClockTimers))!).FireDueAsync(Stop)
        );

        var back = await world.TicketAsync(ticket);
        (back.Status, back.AssigneeId).ShouldBe(("open", IdOf(sender)));
        (await world.EventsAsync(ticket)).Count(kind => kind == "hand_over_bounced").ShouldBe(1);
        var clock = await world.ClockAsync(ticket, ClockKind.Acceptance);
        (clock.State, clock.BreachedAt).ShouldBe(("met", world.Now));
    }

    [Fact]
    public async Task The_lead_of_the_queue_that_did_not_answer_hears_of_it_and_the_sender_that_it_is_back()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, _, returns) = await SceneAsync(world);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        await world.SqlAsync(
            "UPDATE router.queues SET lead_ids = ARRAY[@lead]::uuid[] WHERE queue_id = @returns",
            new { lead = IdOf(lead), returns }
        );
        world.Get<RuleBooks>().Changed();
        await HandOverAsync(world, ticket, sender, returns);

        world.Time.Advance(TimeSpan.FromMinutes(20));
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (await ToldAsync(world, lead)).ShouldBe(["clock.breach acceptance due", "handed_over wants to send it back"]);
        (await ToldAsync(world, sender)).Select(told => told.Split(' ')[0]).ShouldContain("hand_over_bounced");
    }

    [Fact]
    public async Task Its_answer_is_promised_by_the_queue_that_was_asked_and_by_nobody_who_asks()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);
        world.Time.Advance(TimeSpan.FromMinutes(21));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        await HandOverAsync(world, ticket, sender, returns);
        await AcceptAsync(world, ticket, receiver);

        var promises = await world.ListAsync<(int Round, Guid? Stopped, Guid? Broken, Guid? By, Guid? BrokenBy)>(
            """
            SELECT round, stopped_queue, broken_queue, stopped_agent, broken_agent
              FROM router.promises WHERE clock = 'acceptance' ORDER BY round
            """
        );

        promises.ShouldBe([(1, returns, returns, null, null), (2, returns, null, null, null)]);
    }

    [Fact]
    public async Task A_sender_who_has_gone_home_gets_nothing_back_but_their_queue_does()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, _, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);
        await world.SqlAsync("UPDATE router.agents SET online = false");

        world.Time.Advance(TimeSpan.FromMinutes(21));
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        var back = await world.TicketAsync(ticket);
        (back.Status, back.QueueId, back.AssigneeId).ShouldBe(("new", RouterDefaults.Support, null));
        (await LoadsAsync(world)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_hand_over_has_an_acceptance_clock_of_its_own()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);
        await RefuseAsync(world, ticket, receiver);

        await HandOverAsync(world, ticket, sender, returns);

        (await world.ClockAsync(ticket, ClockKind.Acceptance)).State.ShouldBe("met");
        (await world.ClockAsync(ticket, ClockKind.Acceptance, 2)).State.ShouldBe("running");
    }

    [Fact]
    public async Task A_queue_that_needs_the_order_number_is_not_bothered_without_one()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, _, returns) = await SceneAsync(world);
        await world.SqlAsync("UPDATE router.queues SET needs_order_number = true");
        world.Get<RuleBooks>().Changed();

        ReasonOf(await HandOverAsync(world, ticket, sender, returns)).ShouldBe("order_number_missing");

        (await HandOverAsync(world, ticket, sender, returns, order: "A-12345678")).ShouldBeOfType<Ok<TicketDetail>>();
        (await world.TicketAsync(ticket)).OrderNumber.ShouldBe("A-12345678");
    }

    [Fact]
    public async Task Only_the_queue_that_was_asked_answers_and_only_the_sender_takes_back()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);

        ReasonOf(await AcceptAsync(world, ticket, sender)).ShouldBe("not_the_receiver");
        ReasonOf(await WithdrawAsync(world, ticket, receiver)).ShouldBe("not_the_sender");
        (await AcceptAsync(world, ticket, await world.PersonAsync(member: false)))
            .ShouldBeOfType<ProblemHttpResult>()
            .StatusCode.ShouldBe(404);

        (await WithdrawAsync(world, ticket, sender)).ShouldBeOfType<Ok<TicketDetail>>();
        (await world.TicketAsync(ticket)).Status.ShouldBe("open");
    }

    [Fact]
    public async Task It_is_neither_put_aside_nor_given_back_while_the_other_queue_thinks()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, _, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);
        var desk = world.Get<TicketDesk>();

        var wait = await WaitEndpoint.HandleAsync(ticket, new WaitRequest("customer", "x"), null, sender, desk, Stop);
        var unassign = await AssignEndpoint.HandleAsync(
            ticket,
            new AssignRequest(null, null),
            null,
            sender,
            desk,
            Stop
        );

        ReasonOf(wait.Result).ShouldBe("wrong_status");
        ReasonOf(unassign.Result).ShouldBe("handed_over");
    }

    [Fact]
    public async Task Nobody_assigns_it_away_from_the_sender_before_it_is_accepted_and_their_lead_may_take_it_back()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        var lead = await world.PersonAsync(Role.Lead);
        await HandOverAsync(world, ticket, sender, returns);

        foreach (var person in new[] { receiver, sender, lead })
        {
            var answer = await AssignEndpoint.HandleAsync(
                ticket,
                new AssignRequest(IdOf(receiver), null),
                null,
                person,
                world.Get<TicketDesk>(),
                Stop
            );

            ReasonOf(answer.Result).ShouldBe("handed_over");
            var problem = answer.Result.ShouldBeOfType<ProblemHttpResult>().ProblemDetails;
            problem.Title!.ShouldContain("Returns");
            problem.Extensions["errors"].ShouldBeOfType<Dictionary<string, string[]>>().Keys.ShouldBe(["assignee_id"]);
        }

        var waiting = await world.TicketAsync(ticket);
        (waiting.Status, waiting.AssigneeId).ShouldBe(("handed_over", IdOf(sender)));

        (await WithdrawAsync(world, ticket, lead)).ShouldBeOfType<Ok<TicketDetail>>();
        await Giving_out_work.AssignAsync(world, ticket, lead, IdOf(receiver));
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(receiver));
    }

    [Fact]
    public async Task Resolving_it_meanwhile_ends_the_hand_over_without_a_result()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, _, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);

        await world.ResolveAsync(ticket, sender);

        (await world.ClockAsync(ticket, ClockKind.Acceptance)).State.ShouldBe("cancelled");
        (await ReportAsync(world)).Single().Outcome.ShouldBe("ended");
        (await OpenAsync(world, "ended")).ShouldBe([ticket]);
        (await OpenAsync(world, "pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_says_who_holds_what_for_whom_since_when_and_how_often_it_came_back()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, sender, receiver, returns) = await SceneAsync(world);
        await HandOverAsync(world, ticket, sender, returns);
        await RefuseAsync(world, ticket, receiver);
        world.Time.Advance(TimeSpan.FromMinutes(3));
        await HandOverAsync(world, ticket, sender, returns);

        var rows = await ReportAsync(world);

        rows.Select(row => (row.Round, row.Outcome, row.Answer, row.Bounces))
            .ShouldBe([(2, "pending", null, 1), (1, "refused", "no goods were sent back", 1)]);
        rows[0].Since.ShouldBe(world.Time.GetUtcNow());
        rows[0].DueAt.ShouldBe(world.Time.GetUtcNow().AddMinutes(20));
        (rows[0].Holder!.Id, rows[0].HeldBy.Name, rows[0].To.Name).ShouldBe((IdOf(sender), "Support", "Returns"));
        (await ReportAsync(world, pending: true)).ShouldHaveSingleItem().Round.ShouldBe(2);
        (await OpenAsync(world, "pending")).ShouldBe([ticket]);
        (await OpenAsync(world, "refused")).ShouldBe([ticket]);
        (await OpenAsync(world, "refused", rows[0].Since)).ShouldBeEmpty("that was the first round");
        (await OpenAsync(world, "accepted")).ShouldBeEmpty();
        var first = await HandOverReport.HandleAsync(Source(world), null, null, null, null, null, 1, Stop);
        var second = await HandOverReport.HandleAsync(
            Source(world),
            null,
            null,
            null,
            null,
            first.Value!.Next,
            1,
            Stop
        );
        second.Value!.Items.ShouldHaveSingleItem().Round.ShouldBe(1);
        var until = rows[0].Since;
        var before = await HandOverReport.HandleAsync(Source(world), null, null, null, until, null, null, Stop);
        before.Value!.Items.ShouldHaveSingleItem().Round.ShouldBe(1);
    }

    internal static async Task<(
        long Ticket,
        ClaimsPrincipal Sender,
        ClaimsPrincipal Receiver,
        Guid Returns
    )> SceneAsync(RouterWorld world)
    {
        var returns = await QueueAsync(world, "Returns");
        var sender = await world.PersonAsync();
        var receiver = await world.PersonAsync(member: false);
        await world.SqlAsync(
            "INSERT INTO router.queue_members VALUES (@returns, @receiver)",
            new { returns, receiver = IdOf(receiver) }
        );
        return (await world.OpenAsync(), sender, receiver, returns);
    }

    internal static async Task<Guid> QueueAsync(RouterWorld world, string name)
    {
        var id = Guid.NewGuid();
        await world.SqlAsync(
            """
            INSERT INTO router.queues (queue_id, name, calendar_id, acceptance_minutes)
            VALUES (@id, @name, @AlwaysOpen, 20)
            """,
            new
            {
                id,
                name,
                RouterDefaults.AlwaysOpen,
            }
        );
        world.Get<RuleBooks>().Changed();
        return id;
    }

    internal static async Task<IResult> HandOverAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        Guid queue,
        string? order = null
    ) =>
        (
            await HandOverEndpoints.HandOverAsync(
                ticket,
                new HandOverRequest
                {
                    QueueId = queue,
                    Reason = "wants to send it back",
                    Promised = "a label by tonight",
                    OrderNumber = order,
                },
                null,
                person,
                world.Get<TicketDesk>(),
                world.Get<RuleBooks>(),
                Stop
            )
        ).Result;

    internal static async Task<IResult> AcceptAsync(RouterWorld world, long ticket, ClaimsPrincipal person) =>
        (await HandOverEndpoints.AcceptAsync(ticket, null, person, world.Get<TicketDesk>(), Stop)).Result;

    internal static async Task<IResult> RefuseAsync(RouterWorld world, long ticket, ClaimsPrincipal person) =>
        (
            await HandOverEndpoints.RefuseAsync(
                ticket,
                new RefuseHandOverRequest("no goods were sent back"),
                null,
                person,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result;

    internal static async Task<IResult> WithdrawAsync(RouterWorld world, long ticket, ClaimsPrincipal person) =>
        (
            await HandOverEndpoints.WithdrawAsync(
                ticket,
                new WithdrawHandOverRequest(null),
                null,
                person,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result;

    internal static async Task<long[]> ListedAsync(RouterWorld world, ClaimsPrincipal person, string view)
    {
        var answer = await world.AskAsync(person, ListedTickets.Blank with { View = view });
        return [.. answer.Result.ShouldBeOfType<Ok<Page<TicketRow>>>().Value!.Items.Select(row => row.Id)];
    }

    internal static string? ReasonOf(IResult result) =>
        result.ShouldBeOfType<ProblemHttpResult>().ProblemDetails.Extensions["reason"]?.ToString();

    internal static Guid IdOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue("sub")!);

    private static NpgsqlDataSource Source(RouterWorld world) => world.Get<NpgsqlDataSource>();

    /// <summary>What the figure of an outcome opens, until now.</summary>
    private static async Task<IReadOnlyList<long>> OpenAsync(
        RouterWorld world,
        string outcome,
        DateTimeOffset? from = null
    ) =>
        await world.OpenAsync(
            await world.PersonAsync(Role.Lead, member: false),
            ListedTickets.Blank with
            {
                HandedOver = outcome,
                From = from ?? Start,
                To = world.Time.GetUtcNow().AddTicks(10),
            }
        );

    private static async Task<IReadOnlyList<HandOverRow>> ReportAsync(RouterWorld world, bool pending = false) =>
        (await HandOverReport.HandleAsync(Source(world), pending, null, null, null, null, null, Stop)).Value!.Items;

    /// <summary>What somebody is told, newest first.</summary>
    private static async Task<string[]> ToldAsync(RouterWorld world, ClaimsPrincipal person)
    {
        var page = (await NotificationEndpoints.ListAsync(person, Source(world), null, null, null, Stop)).Value!;
        return [.. page.Items.Select(told => $"{told.Kind} {told.Reason}")];
    }

    private static Task<IReadOnlyList<(Guid, int)>> LoadsAsync(RouterWorld world) =>
        world.ListAsync<(Guid, int)>("SELECT agent_id, open_tickets FROM router.agents WHERE open_tickets > 0");
}
