using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

/// <summary>Customers, writing: mentions arrive marked, as from the classifier.</summary>
internal sealed class Platform(OpenDesk desk)
{
    private const string Account = "demo-shop";

    /// <summary>One post; the same author's posts belong to one case.</summary>
    public async Task PostAsync(
        string text,
        Label label,
        CancellationToken cancellationToken,
        string? author = null,
        string? name = null,
        string? permalink = null,
        TimeSpan? ago = null,
        IReadOnlyList<string>? media = null
    )
    {
        var id = Guid.NewGuid().ToString("N");
        var now = TimeProvider.System.GetUtcNow();
        var mention = new Mention
        {
            MentionId = MentionIdentity.For("weibo", Account, id),
            Channel = "weibo",
            Account = Account,
            ExternalId = id,
            Kind = MentionKind.Comment,
            Author = new MentionAuthor
            {
                Id = author ?? id,
                Name = name ?? $"customer {id[..6]}",
                Followers = 1200,
            },
            Text = text,
            PostedAt = now - (ago ?? TimeSpan.FromMinutes(5)),
            ReceivedAt = now,
            Permalink = permalink,
            Media = media ?? [],
            Source = "specs",
        };
        var classification = new Classification
        {
            Label = label,
            Scores = new LabelScores(
                label == Label.Complaint ? 0.91 : 0.03,
                label == Label.Praise ? 0.91 : 0.03,
                label == Label.Question ? 0.91 : 0.03,
                label == Label.Other ? 0.91 : 0.03
            ),
            Language = text.Any(letter => letter > 0x2E80) ? "zh" : "en",
            ModelVersion = "specs",
            Terms = [new WeighedTerm("refund", 1.7)],
            ClassifiedAt = now,
        };
        await desk
            .Process.Services.GetRequiredService<IBus>()
            .Publish(new MentionsClassified([new ClassifiedMention(mention, classification)]), cancellationToken);
    }

    /// <summary>A complaint, and the ticket that it became.</summary>
    public async Task<TicketRow> TicketAsync(
        string text,
        CancellationToken cancellationToken,
        string? author = null,
        string? name = null,
        string? permalink = null
    )
    {
        author ??= Guid.NewGuid().ToString("N");
        await PostAsync(text, Label.Complaint, cancellationToken, author, name, permalink);
        var page = await Eventually.Be(
            stop => desk.AskAsync<Page<TicketRow>>($"tickets?author={author}", stop),
            tickets => tickets.Items.Count == 1,
            cancellationToken
        );
        return page.Items[0];
    }
}
