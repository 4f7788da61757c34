using System.Net;
using System.Text.Json;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Ingest;

public sealed class Bad_input(RunningIngest ingest) : IClassFixture<RunningIngest>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("this is not JSON", "body")]
    [InlineData("", "body")]
    [InlineData("42", "body")]
    [InlineData("{\"mentions\": 7}", "body")]
    [InlineData("[]", "mentions")]
    [InlineData("{}", "external_id", "text", "author")]
    [InlineData("{\"external_id\":\"b\",\"author\":{\"id\":\"c\"}}", "text")]
    [InlineData("{\"external_id\":\"b\",\"text\":\"  \",\"author\":{\"id\":\"c\"}}", "text")]
    [InlineData("{\"external_id\":\"b\",\"text\":7,\"author\":{}}", "text", "author.id")]
    [InlineData("{\"external_id\":{},\"text\":\"t\",\"author\":7}", "external_id", "author")]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"posted_at\":\"yesterday\"}",
        "posted_at"
    )]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"posted_at\":\"2026-02-30T10:00:00Z\"}",
        "posted_at"
    )]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"posted_at\":\"2026-02-20T10:00:00\"}",
        "posted_at"
    )]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"posted_at\":\"2999-02-20T10:00:00Z\"}",
        "posted_at"
    )]
    [InlineData("{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"channel\":\"x\"}", "channel")]
    [InlineData("{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"account\":\"other\"}", "account")]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"kind\":\"shout\",\"visibility\":\"open\"}",
        "kind",
        "visibility"
    )]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"permalink\":\"javascript:alert(1)\"}",
        "permalink"
    )]
    [InlineData("{\"deleted\":true}", "external_id")]
    [InlineData("{\"external_id\":\"b\",\"deleted\":\"yes\",\"text\":\"t\",\"author\":{\"id\":\"c\"}}", "deleted")]
    [InlineData("{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"rating\":6}", "rating")]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\",\"followers\":-1,\"verified\":\"yes\",\"tier\":\"gold\"}}",
        "author.followers",
        "author.tier",
        "author.verified"
    )]
    [InlineData(
        "{\"external_id\":\"b\",\"text\":\"t\",\"author\":{\"id\":\"c\"},\"media\":[\"file:///etc/passwd\"]}",
        "media"
    )]
    public async Task It_is_refused_naming_every_field_and_changes_nothing(string body, params string[] fields)
    {
        var before = await CountAsync();

        var (status, problem) = await ingest.PostAsync(body, Stop);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem
            .GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name)
            .Order(StringComparer.Ordinal)
            .ShouldBe(fields.Order(StringComparer.Ordinal));
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Text_of_more_than_ten_thousand_characters_is_refused()
    {
        var (status, problem) = await ingest.PostAsync(RunningIngest.Mention(text: new string('长', 10_001)), Stop);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("text")[0].GetString()!.ShouldContain("10000");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused()
    {
        var (status, problem) = await ingest.PostAsync(
            (byte[])[.. "{\"external_id\":\"b\",\"text\":\""u8, 0xFF, 0xFE, .. "\"}"u8],
            Stop
        );

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("body")[0].GetString().ShouldBe("Must be UTF-8.");
    }

    [Fact]
    public async Task A_mistake_in_a_batch_names_its_place_and_the_others_are_taken()
    {
        var answer = await ingest.AcceptAsync(
            new
            {
                mentions = new object[]
                {
                    RunningIngest.Mention(),
                    new { external_id = "b-2" },
                    RunningIngest.Mention(),
                },
            },
            Stop
        );

        answer.Accepted.ShouldBe(2);
        answer.Results[1].Status.ShouldBe("rejected");
        answer.Results[1].Errors!.Keys.Order().ShouldBe(["author", "text"]);
    }

    [Fact]
    public async Task A_batch_with_nothing_good_names_each_field_with_its_place()
    {
        var (status, problem) = await ingest.PostAsync(
            new[]
            {
                new { external_id = "b-3", author = new { id = "c" } },
                new { external_id = "b-4", author = new { id = "c" } },
            },
            Stop
        );

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem
            .GetProperty("errors")
            .EnumerateObject()
            .Select(error => error.Name)
            .ShouldBe(["mentions[0].text", "mentions[1].text"]);
    }

    [Fact]
    public async Task More_than_five_hundred_mentions_are_refused()
    {
        var (status, problem) = await ingest.PostAsync(
            Enumerable.Range(0, 501).Select(_ => RunningIngest.Mention()).ToArray(),
            Stop
        );

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty("mentions")[0].GetString()!.ShouldContain("500");
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_answered_413_on_a_connection_that_lives_on()
    {
        var before = await CountAsync();
        var body = new byte[10 * 1024 * 1024];
        body.AsSpan().Fill((byte)' ');

        for (var time = 0; time < 3; time++)
        {
            var (status, problem) = await ingest.PostAsync(body, Stop);
            status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            problem.GetProperty("title").GetString().ShouldBe("The body is too large.");
        }

        (await ingest.AcceptAsync(RunningIngest.Mention(), Stop)).Accepted.ShouldBe(1);
        (await CountAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_without_a_length_is_answered_413()
    {
        using var request = SignedWebhook.Post(RunningIngest.Fixed, new byte[10 * 1024 * 1024]);
        request.Headers.TransferEncodingChunked = true;

        (await ingest.SendAsync(request, Stop)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Half_characters_and_nul_are_made_storable()
    {
        const string body = """
            {"external_id": "b-5", "text": "half \ud83d, nul \u0000, whole \ud83d\ude00, line\nend \"q\" \\ \u4f60", "author": {"id": "c\u0000d"}}
            """;

        await ingest.AcceptAsync(body, Stop);

        (
            await ingest.ScalarAsync<string>(
                "SELECT text || '|' || author_id FROM ingest.mentions WHERE external_id = 'b-5'",
                null,
                Stop
            )
        ).ShouldBe("half \uFFFD, nul , whole 😀, line\nend \"q\" \\ 你|cd");
    }

    [Fact]
    public async Task Everything_that_a_mention_can_say_is_kept()
    {
        const string body = """
            {"external_id": 9007199254740993, "text": "五星好评", "author": {"id": 1, "handle": "h", "name": "n", "followers": 3000000000,
             "verified": true, "tier": "vip"}, "posted_at": "2026-06-05T09:30:00.25+08:00", "parent_id": "p", "conversation_id": "k",
             "kind": "review", "visibility": "private", "lang": "zh-CN", "permalink": "https://example.org/1", "rating": 5,
             "media": ["https://example.org/a.jpg"], "something": {"else": true}}
            """;

        await ingest.AcceptAsync(body, Stop);

        var row = await ingest.ScalarAsync<string>(
            "SELECT row_to_json(m)::text FROM ingest.mentions m WHERE external_id = '9007199254740993'",
            null,
            Stop
        );
        var mention = JsonElement.Parse(row!);
        (string, object?)[] expected =
        [
            ("author_id", "1"),
            ("author_handle", "h"),
            ("author_name", "n"),
            ("author_followers", "3000000000"),
            ("author_verified", "True"),
            ("author_tier", "vip"),
            ("parent_external_id", "p"),
            ("conversation_id", "k"),
            ("kind", "review"),
            ("visibility", "private"),
            ("language", "zh-CN"),
            ("permalink", "https://example.org/1"),
            ("rating", "5"),
            ("source", RunningIngest.Fixed),
            ("outbound", "False"),
        ];
        foreach (var (name, value) in expected)
        {
            mention.GetProperty(name).ToString().ShouldBe(value, name);
        }

        mention.GetProperty("posted_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.Parse("2026-06-05T01:30:00.25Z"));
        mention.GetProperty("media")[0].GetString().ShouldBe("https://example.org/a.jpg");
    }

    public async ValueTask InitializeAsync() => await ingest.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<long> CountAsync() => ingest.ScalarAsync<long>("SELECT count(*) FROM ingest.mentions", null, Stop);
}
