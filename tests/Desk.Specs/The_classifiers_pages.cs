using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;
using TriageMesh.TestKit;

namespace TriageMesh.Desk.Specs;

public sealed class The_classifiers_pages(OpenDesk desk) : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", "Complaint", "Label it")]
    [InlineData("zh-CN", "投诉", "判断标签")]
    public async Task A_text_is_labelled_and_the_page_says_why(string language, string label, string ask)
    {
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead), language);
        await seat.Page.GotoAsync("/classifier/try");

        await seat.Page.Locator("textarea").FillAsync("Broken again, nobody answers, I want my money back!");
        await seat.Page.GetByRole(AriaRole.Button, new() { Name = ask }).ClickAsync();

        await Assertions.Expect(seat.Page.Locator(".try-label")).ToContainTextAsync(label);
        await Assertions.Expect(seat.Page.Locator(".try .score")).ToHaveCountAsync(4);
        await Assertions.Expect(seat.Page.Locator(".try .terms li")).Not.ToHaveCountAsync(0);
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_is_tried_on_what_people_corrected_then_decides()
    {
        var word = $"flibber{string.Concat(Guid.NewGuid().ToString("N").Where(char.IsAsciiLetter))}";
        var agent = await desk.PersonAsync(Stop, Role.Agent);
        var ticket = await new Platform(desk).TicketAsync($"My {word} hums", Stop);
        var mention = (await desk.AskAsync<TicketDetail>($"tickets/{ticket.Id}", Stop)).Timeline[0].Mention!.Id;
        await desk.PostAsync($"mentions/{mention}/relabel", new RelabelRequest(Label.Question, "asks"), Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/classifier/corrections");
        await Assertions
            .Expect(seat.Page.Locator(".corrections tbody tr", Holding(word)))
            .ToHaveCountAsync(1, new() { Timeout = 15_000 });

        await seat.Page.GotoAsync("/classifier/rules");
        await seat.Page.Locator(".bar .button.primary").ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(word);
        await dialog.GetByLabel("Words").FillAsync(word);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Try on corrections" }).ClickAsync();
        await Assertions.Expect(dialog.Locator(".trial li")).ToHaveCountAsync(1);
        await Assertions.Expect(dialog.Locator(".trial li")).ToContainTextAsync(word);
        await dialog.GetByLabel("Switched on").CheckAsync();
        await dialog.Locator(".button.primary").ClickAsync();
        await Assertions.Expect(seat.Page.Locator(".table tbody tr", Holding(word))).ToHaveCountAsync(1);

        await seat.Page.GotoAsync("/classifier/try");
        await seat.Page.Locator("textarea").FillAsync($"What is a {word}?");
        await seat.PressAsync("Control+Enter");
        await Assertions.Expect(seat.Page.Locator(".try .why")).ToContainTextAsync($"Decided by the rule {word}");
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rule_may_look_at_who_writes_and_where_and_is_tried_on_what_came_in()
    {
        var word = $"wobble{string.Concat(Guid.NewGuid().ToString("N").Where(char.IsAsciiLetter))}";
        await new Platform(desk).TicketAsync($"My {word} hums", Stop);
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Lead));
        await seat.Page.GotoAsync("/classifier/rules");
        await seat.Page.Locator(".bar .button.primary").ClickAsync();
        var dialog = seat.Page.Locator("dialog");
        var trial = dialog.Locator(".trial");
        async Task TryAsync(string holdsFor)
        {
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Try on the newest" }).ClickAsync();
            await Assertions.Expect(trial).ToContainTextAsync(holdsFor);
        }

        // Whoever writes for the specifications is of no tier, on one account, with 1,200 followers.
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(word);
        await dialog.GetByLabel("Words").FillAsync(word);
        await dialog.Locator("select").Last.SelectOptionAsync("question");
        await dialog.GetByLabel("Accounts").FillAsync("demo-shop");
        await dialog.GetByLabel("Followers, at least").FillAsync("1200");
        await TryAsync("holds for 1,");
        await dialog.GetByLabel("Followers, at least").FillAsync("1201");
        await TryAsync("holds for 0,");
        await dialog.GetByLabel("Followers, at least").FillAsync("");
        await dialog.GetByLabel("Followers, at most").FillAsync("1200");
        await TryAsync("holds for 1,");
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = "VIP" }).CheckAsync();
        await TryAsync("holds for 0,");
        await dialog.GetByLabel("Accounts").FillAsync("another-shop");
        (await Barriers.FindAsync(seat.Page, Stop)).ShouldBeEmpty();
        await dialog.Locator(".button.primary").ClickAsync();

        var row = seat.Page.Locator(".table tbody tr", Holding(word));
        await Assertions.Expect(row).ToContainTextAsync("VIP + 1200 followers at most + another-shop");
        await row.Locator("button.link").ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("Followers, at most")).ToHaveValueAsync("1200");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Checkbox, new() { Name = "VIP" })).ToBeCheckedAsync();
        seat.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_model_labels_when_an_admin_says_so_and_the_one_before_comes_back()
    {
        var shipped = desk.Process.Services.GetRequiredService<CurrentModel>().Value.Version;
        var challenger = await RegisterAsync();
        await using var seat = await Seat.TakeAsync(desk, await desk.PersonAsync(Stop, Role.Admin));
        seat.Page.Dialog += (_, question) => _ = question.AcceptAsync();
        await seat.Page.GotoAsync("/classifier/models");
        ILocator Model(string version) => seat.Page.Locator($"section.model[aria-label='{version}']");
        await Assertions.Expect(Model(shipped)).ToContainTextAsync("Labels now");

        await Model(challenger).GetByRole(AriaRole.Button, new() { Name = "Let it label" }).ClickAsync();
        await Assertions.Expect(Model(challenger)).ToContainTextAsync("Labels now");
        await Assertions.Expect(Model(shipped)).Not.ToContainTextAsync("Labels now");

        await seat.Page.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        await Assertions.Expect(Model(shipped)).ToContainTextAsync("Labels now");

        await Eventually.Be(
            _ => Task.FromResult(desk.Process.Services.GetRequiredService<CurrentModel>().Value.Version),
            version => version == shipped,
            Stop
        );
        seat.Complaints.ShouldBeEmpty();
    }

    /// <summary>A small model of a few texts, as a retraining would leave it.</summary>
    private async Task<string> RegisterAsync()
    {
        var texts = Enumerable
            .Range(0, 30)
            .SelectMany(place =>
                new[]
                {
                    new LabelledText($"Parcel {place} is broken and nobody answers", Label.Complaint, "en"),
                    new LabelledText($"I love my kettle number {place}, thank you", Label.Praise, "en"),
                    new LabelledText($"When does shop {place} open, and where is it?", Label.Question, "en"),
                    new LabelledText($"On the train for {place} minutes now", Label.Other, "en"),
                }
            )
            .ToList();
        var model = ModelTrainer.Train(texts, new TrainingOptions());
        await desk
            .Process.Services.GetRequiredService<ModelRegistry>()
            .RegisterAsync(
                new NewModel
                {
                    Version = model.Version,
                    Origin = ModelOrigin.Retrained,
                    State = ModelState.Challenger,
                    Bytes = ModelFile.Write(model),
                    Languages = ModelsEndpoint.ToView(model).Languages,
                    Card = "# A model of this specification",
                    By = "specs",
                    TrainedOn = new TrainedOnView
                    {
                        CorpusRows = texts.Count,
                        Corpus = "specs",
                        Corrections = 0,
                        HeldOutCorrections = 0,
                    },
                    Reason = null,
                },
                Stop
            );
        return model.Version;
    }

    private static PageLocatorOptions Holding(string text) => new() { HasText = text };

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
