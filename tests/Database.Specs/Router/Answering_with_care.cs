using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Notifications;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Answering_with_care(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_macro_sends_its_text_and_does_what_follows_in_one_step()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        var macro = await PutAsync(
            world,
            "Hello {{author}}, {{ticket}} is with us. {{agent}}",
            new CannedAction { Do = "note", Value = "asked by macro" },
            new CannedAction { Do = "priority", Value = "high" },
            new CannedAction { Do = "wait_customer", Reason = "a photo" }
        );

        (await PlayAsync(world, ticket, macro, agent)).ShouldBeOfType<Ok<TicketDetail>>();

        (await world.OneAsync<string>("SELECT text FROM router.replies")).ShouldBe(
            $"Hello ann, T-{ticket} is with us. agent"
        );
        var after = await world.TicketAsync(ticket);
        (after.Status, after.Priority).ShouldBe(("waiting_customer", "high"));
        (await world.OneAsync<long>("SELECT count(*) FROM router.notes")).ShouldBe(1);
    }

    [Fact]
    public async Task A_macro_whose_variable_has_no_value_names_it_and_does_nothing()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        var macro = await PutAsync(world, "About {{order}}", new CannedAction { Do = "resolve" });
        var before = await world.TicketAsync(ticket);

        var answer = await PlayAsync(world, ticket, macro, agent);

        Handing_over.ReasonOf(answer).ShouldBe("missing_variables");
        ((ProblemHttpResult)answer).ProblemDetails.Title!.ShouldContain("order");
        (await world.TicketAsync(ticket)).ShouldBe(before);
    }

    [Fact]
    public async Task What_a_macro_cannot_finish_it_does_not_begin()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        var macro = await PutAsync(
            world,
            "Hello",
            new CannedAction
            {
                Do = "hand_over",
                QueueId = Guid.NewGuid(),
                Reason = "theirs",
                Promised = "nothing",
            }
        );

        Handing_over.ReasonOf(await PlayAsync(world, ticket, macro, agent)).ShouldBe("unknown_action");
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies")).ShouldBe(0);
    }

    [Theory]
    [InlineData(Role.Agent, "personal", true)]
    [InlineData(Role.Agent, "all", false)]
    [InlineData(Role.Lead, "all", true)]
    public async Task Agents_keep_their_own_and_leads_those_for_all(Role role, string scope, bool may)
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(role);

        var answer = await TryPutAsync(world, Guid.NewGuid(), scope, person);

        (answer is Ok<CannedReplyView>).ShouldBe(may);
        var stranger = await world.PersonAsync();
        (
            await CannedReplyEndpoints.ListAsync(stranger, Source(world), Store(world), null, null, null, Stop)
        ).Value!.Items.Count.ShouldBe(may && scope == "all" ? 1 : 0);
    }

    [Fact]
    public async Task Personal_data_in_public_is_sent_only_when_the_person_confirms()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());

        Handing_over.ReasonOf(await SendAsync(world, ticket, agent, "Ring 13800138000")).ShouldBe("personal_data");
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies")).ShouldBe(0);

        (await SendAsync(world, ticket, agent, "Ring 13800138000", confirm: true)).ShouldBeOfType<Ok<TicketDetail>>();
    }

    [Theory]
    [InlineData("too_long", 141)]
    [InlineData(null, 140)]
    public async Task A_reply_fits_its_channel(string? reason, int length)
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());

        var answer = await SendAsync(world, ticket, agent, new string('好', length));

        (answer is ProblemHttpResult ? Handing_over.ReasonOf(answer) : null).ShouldBe(reason);
    }

    [Fact]
    public async Task A_hole_in_a_text_is_never_sent()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());

        Handing_over.ReasonOf(await SendAsync(world, ticket, agent, "Hi {{author}}")).ShouldBe("unfilled_variables");
    }

    [Theory]
    [InlineData("http://example.com/a")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://localhost/")]
    public async Task Only_whole_https_links_are_kept(string url)
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        NoteRequest With(string link) => new("see") { Links = [new LinkAttachment(link, "the form")] };

        (
            await NoteEndpoint.HandleAsync(ticket, With(url), null, agent, world.Get<TicketDesk>(), Stop)
        ).Result.ShouldBeOfType<ValidationProblem>();

        var kept = (
            await NoteEndpoint.HandleAsync(
                ticket,
                With("https://example.com/form?id=1"),
                null,
                agent,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result.ShouldBeOfType<Ok<TicketDetail>>();
        kept.Value!.Timeline.Single(item => item.Type == "note")
            .Links.ShouldBe([new LinkAttachment("https://example.com/form?id=1", "the form")]);
    }

    [Fact]
    public async Task A_colleague_who_is_called_in_a_note_hears_of_it_until_they_have_read_it()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        var called = await world.PersonAsync(member: false);
        var name = await world.OneAsync<string>(
            "SELECT name FROM router.agents WHERE agent_id = @id",
            new { id = Handing_over.IdOf(called) }
        );

        await NoteEndpoint.HandleAsync(
            ticket,
            new NoteRequest($"@{name} have you seen this?"),
            null,
            agent,
            world.Get<TicketDesk>(),
            Stop
        );

        var notice = (await NoticesAsync(world, called)).ShouldHaveSingleItem();
        (notice.Kind, notice.TicketId, notice.Read).ShouldBe(("mentioned", ticket, false));
        (await NoticesAsync(world, agent)).ShouldBeEmpty();
        await NotificationEndpoints.ReadAsync(
            new NotificationsReadRequest(notice.Id),
            called,
            Source(world),
            world.Time,
            Stop
        );
        (await NoticesAsync(world, called, unread: true)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_third_reopening_goes_to_the_lead_of_the_queue_and_the_second_tells_them()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, lead) = (await world.PersonAsync(), await world.PersonAsync(Role.Lead));
        await world.SqlAsync(
            "UPDATE router.queues SET lead_ids = ARRAY[@lead]::uuid[]",
            new { lead = Handing_over.IdOf(lead) }
        );
        world.Get<RuleBooks>().Changed();
        var ticket = await world.OpenAsync("ann");
        foreach (var times in new[] { 1, 2, 3 })
        {
            await world.ResolveAsync(ticket, agent);
            world.Time.Advance(TimeSpan.FromMinutes(5));
            await world.OpenAsync("ann");
            (await NoticesAsync(world, lead)).Count(notice => notice.Kind == "lead_told").ShouldBe(times - 1);
        }

        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(Handing_over.IdOf(lead));
    }

    private static async Task<IReadOnlyList<NotificationView>> NoticesAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        bool unread = false
    ) => (await NotificationEndpoints.ListAsync(person, Source(world), unread, null, null, Stop)).Value!.Items;

    private static async Task<IResult> SendAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        string text,
        bool confirm = false
    ) =>
        (
            await ReplyEndpoint.HandleAsync(
                ticket,
                new ReplyRequest
                {
                    Text = text,
                    LastSeen = (await world.TicketAsync(ticket)).LastSeen,
                    ConfirmPersonalData = confirm,
                },
                null,
                null,
                person,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result;

    private static async Task<Guid> PutAsync(RouterWorld world, string text, params CannedAction[] actions)
    {
        var id = Guid.NewGuid();
        (await TryPutAsync(world, id, "all", await world.PersonAsync(Role.Lead), text, actions)).ShouldBeOfType<
            Ok<CannedReplyView>
        >();
        return id;
    }

    private static async Task<IResult> TryPutAsync(
        RouterWorld world,
        Guid id,
        string scope,
        ClaimsPrincipal person,
        string text = "Hello",
        params CannedAction[] actions
    ) =>
        (
            await CannedReplyEndpoints.PutAsync(
                id,
                new CannedReplyRequest
                {
                    Name = "A reply",
                    Scope = scope,
                    Texts = new Dictionary<string, string> { ["en"] = text },
                    Actions = actions,
                },
                null,
                new DefaultHttpContext(),
                person,
                Source(world),
                Store(world),
                Stop
            )
        ).Result;

    private static async Task<IResult> PlayAsync(RouterWorld world, long ticket, Guid macro, ClaimsPrincipal person) =>
        (
            await MacroEndpoints.RunAsync(
                ticket,
                macro,
                new MacroRequest { LastSeen = (await world.TicketAsync(ticket)).LastSeen },
                null,
                null,
                person,
                Source(world),
                Store(world),
                world.Get<TicketDesk>(),
                world.Get<RuleBooks>(),
                Stop
            )
        ).Result;

    private static NpgsqlDataSource Source(RouterWorld world) => world.Get<NpgsqlDataSource>();

    private static CannedReplyStore Store(RouterWorld world) => world.Get<CannedReplyStore>();
}
