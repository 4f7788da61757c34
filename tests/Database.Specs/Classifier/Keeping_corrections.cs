using TriageMesh.Classifier.Corrections;
using TriageMesh.Contracts;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Classifier.ClassifierWorld;

namespace TriageMesh.Database.Specs.Classifier;

public sealed class Keeping_corrections(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_same_correction_is_kept_once()
    {
        await using var world = await BeginAsync(postgres);
        var relabel = Relabel(1, "Broken again.", Label.Complaint);

        (await world.KeepAsync(relabel)).ShouldBe(1);
        (await world.KeepAsync(relabel, relabel)).ShouldBe(0);

        var kept = (await PageAsync(world)).ShouldHaveSingleItem();
        kept.MentionId.ShouldBe(relabel.MentionId);
        (kept.Text, kept.From, kept.To, kept.ModelVersion).ShouldBe(
            ("Broken again.", Label.Other, Label.Complaint, "m1")
        );
        (kept.By, kept.ByName, kept.Reason, kept.At).ShouldBe((relabel.By, "Kim", "looked at it", relabel.At));
        kept.State.ShouldBe(CorrectionState.Stands);
    }

    [Fact]
    public async Task The_latest_word_stands_in_whatever_order_the_words_arrive()
    {
        await using var world = await BeginAsync(postgres);
        var mention = Guid.NewGuid();

        await world.KeepAsync(Relabel(3, "x", Label.Praise, Label.Question, mention));
        await world.KeepAsync(Relabel(1, "x", Label.Praise, Label.Other, mention));
        await world.KeepAsync(Relabel(2, "x", Label.Question, Label.Praise, mention));

        (await PageAsync(world))
            .Select(one => (one.Id, one.State))
            .ShouldBe([(3L, CorrectionState.Stands), (2L, CorrectionState.Undone), (1L, CorrectionState.Confirmed)]);
    }

    [Fact]
    public async Task What_is_erased_does_not_come_back_when_it_is_delivered_again()
    {
        await using var world = await BeginAsync(postgres);
        var (hers, his) = (
            Relabel(1, "hers", Label.Praise, author: "ann"),
            Relabel(2, "his", Label.Praise, author: "bob")
        );
        await world.KeepAsync(hers, his);
        var store = world.Get<CorrectionStore>();

        (await store.EraseAuthorAsync("weibo", "brand", "ann", [], Stop)).ShouldBe(1);
        (await store.EraseMentionAsync(his.MentionId, Stop)).ShouldBe(1);
        (await world.KeepAsync(hers, his)).ShouldBe(0);

        (await PageAsync(world)).ShouldBeEmpty();
        (await world.OneAsync<long>("SELECT count(*) FROM classifier.corrections")).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_on_its_way_when_its_author_was_erased_is_kept_out_by_number()
    {
        await using var world = await BeginAsync(postgres);
        var (kept, late) = (Relabel(1, "hers", Label.Praise), Relabel(2, "hers too", Label.Praise));
        await world.KeepAsync(kept);

        (await world.Get<CorrectionStore>().EraseAuthorAsync("weibo", null, "ann", [1, 2], Stop)).ShouldBe(1);
        (await world.Get<CorrectionStore>().EraseAuthorAsync("weibo", null, "ann", [1, 2], Stop)).ShouldBe(0);
        (await world.KeepAsync(kept, late)).ShouldBe(0);

        (await PageAsync(world)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_filters_narrow_them()
    {
        await using var world = await BeginAsync(postgres);
        await world.KeepAsync([
            .. Enumerable.Range(1, 25).Select(i => Relabel(i, $"text {i}", i % 2 == 0 ? Label.Praise : Label.Question)),
        ]);
        var listing = world.Get<CorrectionListing>();

        var seen = new List<long>();
        for (long? before = null; ; before = seen[^1])
        {
            var page = await listing.PageAsync(new CorrectionFilter(), before, 10, Stop);
            seen.AddRange(page.Select(one => one.Id));
            if (page.Count < 10)
            {
                break;
            }
        }

        seen.ShouldBe(Enumerable.Range(1, 25).Reverse().Select(i => (long)i));
        (await CountAsync(new CorrectionFilter { To = Label.Praise })).ShouldBe(12);
        (await CountAsync(new CorrectionFilter { Language = "zh" })).ShouldBe(0);
        (await CountAsync(new CorrectionFilter { ModelVersion = "m1", From = Label.Other })).ShouldBe(25);
        var ten = new DateTimeOffset(2026, 6, 5, 9, 10, 0, TimeSpan.Zero);
        (await CountAsync(new CorrectionFilter { Since = ten })).ShouldBe(16);
        (await CountAsync(new CorrectionFilter { Until = ten })).ShouldBe(9);

        async Task<int> CountAsync(CorrectionFilter filter) => (await listing.PageAsync(filter, null, 100, Stop)).Count;
    }

    private static Task<IReadOnlyList<Contracts.Api.CorrectionView>> PageAsync(ClassifierWorld world) =>
        world.Get<CorrectionListing>().PageAsync(new CorrectionFilter(), before: null, 50, Stop);
}
