using System.Net;
using System.Text.Json;
using Dapper;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.EndToEnd.Specs;

public sealed class From_platform_to_ticket(MeshFixture fixture) : IClassFixture<MeshFixture>
{
    private MeshRun Mesh => fixture.Mesh;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_complaint_becomes_a_ticket_with_running_clocks()
    {
        var post = await ReceiveAsync(
            "The parcel arrived broken and nobody answers. Order 8830012245 is a disaster!",
            "complainer"
        );

        var row = await TicketOfAsync(post);

        row.Label.ShouldBe(Label.Complaint);
        row.Author.Id.ShouldBe("complainer");
        var ticket = await Mesh.GetAsync<TicketDetail>($"/api/v1/tickets/{row.Id}", Stop);
        ticket
            .Clocks.Select(clock => clock.Kind)
            .ShouldBe([ClockKind.FirstResponse, ClockKind.Resolution, ClockKind.TotalResolution], ignoreOrder: true);
        ticket.Clocks.ShouldAllBe(clock => clock.State == ClockState.Running && clock.LeftSeconds > 0);
        ticket.Timeline.ShouldContain(item => item.Type == "mention" && item.Unanswered);
    }

    [Fact]
    public async Task A_chinese_complaint_becomes_a_ticket_too()
    {
        var post = await ReceiveAsync("等了一个月还没发货,客服也不回消息,太差劲了,退钱!", "zh-complainer");

        (await TicketOfAsync(post)).Label.ShouldBe(Label.Complaint);
    }

    [Fact]
    public async Task Praise_goes_to_the_praise_board_and_opens_no_ticket()
    {
        var post = await ReceiveAsync(
            "Absolutely love this coffee, thank you so much, you are the best team ever!",
            "fan"
        );

        var praise = await Eventually.Be(
            stop => Mesh.GetAsync<Page<PraiseItem>>("/api/v1/praise?limit=100", stop),
            page => page.Items.Any(item => item.Mention.ExternalId == post),
            Stop
        );

        praise.Items.Single(item => item.Mention.ExternalId == post).Mention.TicketNumber.ShouldBeNull();
    }

    [Fact]
    public async Task Two_complaints_of_one_author_are_one_case()
    {
        var first = await ReceiveAsync("My order is wrong again, this is terrible service.", "twice");
        var second = await ReceiveAsync("Still nobody helps me, worst shop ever, I want a refund!", "twice");

        var one = await TicketOfAsync(first);
        var other = await TicketOfAsync(second);

        other.Id.ShouldBe(one.Id);
    }

    [Fact]
    public async Task A_reply_stops_the_response_clock_and_resolve_the_other()
    {
        var post = await ReceiveAsync("Refund still missing after six weeks, terrible.", "answered");
        var row = await TicketOfAsync(post);
        var before = await Mesh.GetAsync<TicketDetail>($"/api/v1/tickets/{row.Id}", Stop);

        using var reply = await Mesh.PostAsync(
            $"/api/v1/tickets/{row.Id}/replies",
            new ReplyRequest
            {
                Text = "We are sorry. The refund is on its way.",
                LastSeen = before.LastSeen,
                Then = "resolve",
            },
            Stop
        );

        reply.StatusCode.ShouldBeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.Created);
        var after = await Eventually.Be(
            stop => Mesh.GetAsync<TicketDetail>($"/api/v1/tickets/{row.Id}", stop),
            ticket => ticket.Timeline.Any(item => item.Reply is { Status: ReplyStatus.Sent }),
            Stop
        );
        after.Ticket.Status.ShouldBe(TicketStatus.Resolved);
        after.Clocks.ShouldAllBe(clock => clock.State == ClockState.Met && !clock.Breached);
    }

    [Fact]
    public async Task A_promise_that_is_nearly_due_breaks_within_seconds()
    {
        // The default policy promises a first reply to a complaint within 30 minutes, round the clock.
        var posted = TimeProvider.System.GetUtcNow().AddMinutes(-30).AddSeconds(6);

        var post = await ReceiveAsync("Broken on arrival and support ignores me. Horrible.", "late", posted);
        var row = await TicketOfAsync(post);

        var ticket = await Eventually.Be(
            stop => Mesh.GetAsync<TicketDetail>($"/api/v1/tickets/{row.Id}", stop),
            ticket => ticket.Timeline.Any(item => item.Event == "clock.breach"),
            Stop
        );
        ticket.Clocks.Single(clock => clock.Kind == ClockKind.FirstResponse).Breached.ShouldBeTrue();
        ticket.Timeline.Count(item => item.Event == "clock.breach").ShouldBe(1);
        ticket
            .Timeline.Single(item => item.Event == "clock.breach")
            .At.ShouldBeGreaterThanOrEqualTo(posted.AddMinutes(30));
    }

    [Fact]
    public async Task An_imported_file_is_taken_once_however_often_it_is_imported()
    {
        var file = Path.Combine(Mesh.Directory, "twice.jsonl");
        await File.WriteAllLinesAsync(
            file,
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    JsonSerializer.Serialize(
                        new
                        {
                            external_id = $"import-{i}",
                            channel = "weibo",
                            account = "import",
                            text = $"快递第{i}次丢件了,什么破服务",
                            author = new { id = $"import-author-{i}" },
                            posted_at = "2026-11-20T09:00:00+08:00",
                        }
                    )
                ),
            Stop
        );

        (await Mesh.MeshAsync(Stop, "import", file)).Succeeded();
        (await Mesh.MeshAsync(Stop, "import", file)).Succeeded();

        await Eventually.Be(
            stop => CountAsync("SELECT count(*) FROM router.mentions WHERE account = 'import'", stop),
            count => count == 40,
            Stop
        );
        (await CountAsync("SELECT count(*) FROM ingest.mentions WHERE account = 'import'", Stop)).ShouldBe(40);
    }

    [Fact]
    public async Task The_export_holds_every_mention_with_its_label_and_its_ticket()
    {
        var post = await ReceiveAsync("Where can I find the opening hours of the store in Berlin?", "asker");
        var row = await TicketOfAsync(post);
        var file = Path.Combine(Mesh.Directory, "export.jsonl");

        (await Mesh.MeshAsync(Stop, "export", "mentions", "--output", file)).Succeeded();

        var line = (await File.ReadAllLinesAsync(file, Stop))
            .Select(text => JsonElement.Parse(text))
            .Single(mention => mention.GetProperty("external_id").GetString() == post);
        line.GetProperty("ticket").GetString().ShouldBe(row.Number);
        line.GetProperty("label").GetString().ShouldBe(row.Label.Wire());
        var scores = line.GetProperty("scores");
        WireName<Label>.All.Sum(label => scores.GetProperty(label).GetDouble()).ShouldBe(1, tolerance: 0.001);
    }

    private async Task<string> ReceiveAsync(string text, string author, DateTimeOffset? postedAt = null)
    {
        var id = $"post-{Guid.NewGuid():N}";
        using var answer = await Mesh.PostSignedAsync(
            new
            {
                external_id = id,
                text,
                author = new { id = author },
                posted_at = postedAt ?? TimeProvider.System.GetUtcNow(),
            },
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Stop));
        return id;
    }

    private async Task<TicketRow> TicketOfAsync(string externalId)
    {
        var id = await Eventually.Be(stop => TicketIdOfAsync(externalId, stop), found => found is not null, Stop);
        return (await Mesh.GetAsync<TicketDetail>($"/api/v1/tickets/{id}", Stop)).Ticket;
    }

    private async Task<long?> TicketIdOfAsync(string externalId, CancellationToken stop)
    {
        await using var connection = await Mesh.Database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "SELECT ticket_id FROM router.mentions WHERE external_id = @externalId",
                new { externalId },
                cancellationToken: stop
            )
        );
    }

    private async Task<long> CountAsync(string sql, CancellationToken stop)
    {
        await using var connection = await Mesh.Database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, cancellationToken: stop));
    }
}
