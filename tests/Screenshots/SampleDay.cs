using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Policies;
using TriageMesh.TestKit;

namespace TriageMesh.Screenshots;

/// <summary>Today at the sample desk: the mentions come in, and people do some of what people do.</summary>
internal sealed class SampleDay(MeshProcess process, SampleTeam team)
{
    /// <summary>Where the things are that have a page of their own.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LiveAsync(CancellationToken cancellationToken)
    {
        var mentions = await SampleMentions.ReadAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
        await process.Services.GetRequiredService<IBus>().Publish(new MentionsReceived(mentions), cancellationToken);
        var tickets = await Eventually.Be(
            async stop => (await team.Lead.AskAsync<Page<TicketRow>>("tickets?view=team&limit=200", stop)).Items,
            found => found.Count > 40,
            cancellationToken
        );
        var praise = (await team.Marketing.AskAsync<Page<PraiseItem>>("praise?limit=100", cancellationToken)).Items;
        await SupportAsync(tickets, cancellationToken);
        await MarketAsync(praise, cancellationToken);
        await CorrectAsync([.. tickets.TakeLast(3)], cancellationToken);
        await AdministerAsync(mentions[0], cancellationToken);
        var shown = tickets.Single(ticket => ticket.FirstLine.StartsWith("发错货了", StringComparison.Ordinal));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ticket"] = $"/tickets/{shown.Id}?view=team",
            ["policy"] =
                $"/rules/policies/{(await team.Lead.AskAsync<IReadOnlyList<PolicyView>>("policies", cancellationToken))[0].Id}",
            ["agent"] = $"/team/{team.Agents[1].Id}",
            ["praise-item"] = $"/praise/{praise[0].Id}",
            ["praise-asked"] = $"/praise/{praise[2].Id}",
            ["praise-listed"] = $"/praise/{praise[4].Id}",
            ["praise-withdrawn"] = $"/praise/{praise[1].Id}",
        };
    }

    private async Task SupportAsync(IReadOnlyList<TicketRow> tickets, CancellationToken cancellationToken)
    {
        Task DoAsync(Person person, TicketRow ticket, string what, object body) =>
            person.PostAsync($"tickets/{ticket.Id}/{what}", body, cancellationToken);

        for (var place = 0; place < tickets.Count; place++)
        {
            var (ticket, agent) = (tickets[place], team.Agents[place % team.Agents.Count]);
            if (place % 5 == 4)
            {
                continue;
            }

            await DoAsync(team.Lead, ticket, "assign", new AssignRequest(agent.Id, Reason: null));
            if (place % 4 != 1)
            {
                continue;
            }

            var detail = await agent.AskAsync<TicketDetail>($"tickets/{ticket.Id}", cancellationToken);
            var chinese = ticket.FirstLine.Any(letter => letter > 0x2E80);
            await DoAsync(
                agent,
                ticket,
                "replies",
                new ReplyRequest
                {
                    Text = chinese
                        ? "非常抱歉给您带来不便，我们正在核实，今天之内给您答复。"
                        : "We are sorry. We are looking into it and will answer you today.",
                    LastSeen = detail.LastSeen,
                    Then = place % 8 == 1 ? "wait" : "none",
                }
            );
            await DoAsync(
                agent,
                ticket,
                "notes",
                new NoteRequest(chinese ? "已联系仓库，等待扫描记录。" : "Asked the warehouse for the scan.")
            );
        }

        await DoAsync(
            team.Lead,
            tickets[2],
            "snooze",
            new SnoozeRequest(TimeProvider.System.GetUtcNow().AddHours(20), "Waits for the courier")
        );
        await DoAsync(team.Lead, tickets[3], "priority", new PriorityRequest(Priority.Urgent, "Press"));
        foreach (
            var ticket in tickets
                .Where(ticket => ticket.Queue.Id != team.Support.Id && ticket.OrderNumber is not null)
                .Take(2)
        )
        {
            await DoAsync(
                team.Lead,
                ticket,
                "hand-over",
                new HandOverRequest
                {
                    QueueId = team.Support.Id,
                    Reason = "Needs a refund",
                    Promised = "An answer before six",
                    OrderNumber = ticket.OrderNumber,
                }
            );
        }
    }

    /// <summary>What the classifier is told it got wrong.</summary>
    private async Task CorrectAsync(IReadOnlyList<TicketRow> tickets, CancellationToken cancellationToken)
    {
        foreach (var ticket in tickets)
        {
            var detail = await team.Lead.AskAsync<TicketDetail>($"tickets/{ticket.Id}", cancellationToken);
            await team.Lead.PostAsync(
                $"mentions/{detail.Timeline[0].Mention!.Id}/relabel",
                new RelabelRequest(
                    ticket.Label == Label.Question ? Label.Complaint : Label.Question,
                    "A sample correction"
                ),
                cancellationToken
            );
        }
    }

    /// <summary>A program that is told of changes, at an address that does not exist, and a message that nobody can keep.</summary>
    private async Task AdministerAsync(Mention mention, CancellationToken cancellationToken)
    {
        await team.Admin.PostAsync(
            "webhooks",
            new PutWebhookRequest
            {
                Url = "https://hooks.example/triage",
                Description = "Sample data warehouse",
                Kinds = ["opened", "resolved"],
            },
            cancellationToken
        );
        var unreadable = mention with { ExternalId = "unreadable", MentionId = Guid.NewGuid(), Text = "a\0b" };
        await process
            .Services.GetRequiredService<IBus>()
            .Publish(new MentionsReceived([unreadable]), cancellationToken);
    }

    private async Task MarketAsync(IReadOnlyList<PraiseItem> praise, CancellationToken cancellationToken)
    {
        Task DoAsync(PraiseItem item, string what, object body) =>
            team.Marketing.PostAsync($"praise/{item.Id}/{what}", body, cancellationToken);

        for (var place = 0; place < 6; place++)
        {
            await DoAsync(praise[place], "status", new PraiseStatusRequest(PraiseStatus.Shortlisted));
            await DoAsync(praise[place], "engagement", new EngagementRequest(40 + 310 * place));
            await DoAsync(
                praise[place],
                "plan",
                new PlanRequest(TimeProvider.System.GetUtcNow().AddDays(1 + place / 2).AddHours(place), null)
            );
        }

        foreach (var item in praise.Take(3))
        {
            await DoAsync(item, "request", new RightsRequest { Scopes = [GrantScope.Repost, GrantScope.Site] });
        }

        foreach (var item in praise.Take(2))
        {
            await DoAsync(
                item,
                "grant",
                new GrantRequest
                {
                    Scopes = [GrantScope.Repost, GrantScope.Site],
                    Territory = ["CN", "DE"],
                    Answer = "Yes, of course!",
                    ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(300),
                }
            );
        }

        await DoAsync(praise[1], "posted", new PostedRequest(GrantScope.Site, "CN", "https://shop.example/kind-words"));
        await DoAsync(praise[1], "withdrawn", new WithdrawnRequest(WithdrawalReason.AuthorAsked, null));
    }
}
