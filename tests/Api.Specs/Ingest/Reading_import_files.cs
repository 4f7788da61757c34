using System.Text;
using System.Text.Json;
using TriageMesh.Ingest.Import;

namespace TriageMesh.Api.Specs.Ingest;

/// <summary>What a file says, read without any server.</summary>
public sealed class Reading_import_files : IDisposable
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private readonly string _folder = Directory.CreateTempSubdirectory("import-specs-").FullName;

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 with mark", "gb18030"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_chinese_spreadsheet_is_read_in_each_encoding(string encoding)
    {
        const string csv =
            "评论ID,用户,评论内容,时间\r\n1,李某,\"客服一直不回复，\r\n等了\"\"三天\"\"😀\",2026/5/1 9:05\r\n";

        var row = Read(csv, "f.csv", encoding, zone: "Asia/Shanghai").ShouldHaveSingleItem();

        row.Errors.ShouldBeNull();
        var mention = Mention(row);
        mention.GetProperty("external_id").GetString().ShouldBe("1");
        mention.GetProperty("text").GetString().ShouldBe("客服一直不回复，\r\n等了\"三天\"😀");
        mention.GetProperty("author").GetProperty("name").GetString().ShouldBe("李某");
        mention.GetProperty("author").GetProperty("id").GetString().ShouldBe("李某");
        mention.GetProperty("posted_at").GetString().ShouldBe("2026-05-01T01:05:00Z");
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends_and_blank_lines()
    {
        var rows = Read("id,text\n1,\"a\nb\"\n\n2,5\" screen\n3,c", "f.csv");

        rows.Select(row => (row.Line, Text: Mention(row).GetProperty("text").GetString()))
            .ShouldBe([(2, "a\nb"), (5, "5\" screen"), (6, "c")]);
    }

    [Theory]
    [InlineData("id;text\n1;a, b", "a, b")]
    [InlineData("id\ttext\n1\ta;b", "a;b")]
    public void The_delimiter_is_found_out(string csv, string text) =>
        Mention(Read(csv, "f.csv").Single()).GetProperty("text").GetString().ShouldBe(text);

    [Fact]
    public void A_csv_without_the_needed_column_says_which_and_lists_those_it_has()
    {
        var wrong = Should.Throw<ImportException>(() => Read("id,headline\n1,a", "f.csv"));

        wrong.Message.ShouldBe("No column holds text. Name it with --map text=COLUMN. Columns found: id, headline.");
    }

    [Fact]
    public void A_mapped_column_that_is_not_there_is_named()
    {
        var wrong = Should.Throw<ImportException>(() => Read("id,text\n1,a", "f.csv", map: ("text", "内容")));

        wrong.Message.ShouldBe("There is no column 内容 for text. Columns found: id, text.");
    }

    [Theory]
    [InlineData("平台,账号,帖子ID,用户ID,昵称,内容,发布时间")]
    [InlineData("平台,账号,评论ID,用户ID,用户昵称,评论内容,评论时间")]
    [InlineData("平台,账号,笔记ID,作者ID,作者,笔记内容,发布时间")]
    [InlineData("平台,账号,微博ID,用户ID,博主,微博内容,发布时间")]
    [InlineData("渠道,账号,消息ID,用户ID,用户名,消息内容,时间")]
    public void An_export_with_chinese_columns_needs_no_mapping(string columns)
    {
        var mention = Mention(
            Read(columns + "\nweibo,brand,4711,u1,小明,你好,2026-05-01T12:30:00+08:00", "f.csv").Single()
        );

        mention.GetProperty("external_id").GetString().ShouldBe("4711");
        mention.GetProperty("text").GetString().ShouldBe("你好");
        mention.GetProperty("author").GetProperty("id").GetString().ShouldBe("u1");
        mention.GetProperty("author").GetProperty("name").GetString().ShouldBe("小明");
        mention.TryGetProperty("posted_at", out _).ShouldBeTrue();
    }

    [Fact]
    public void The_comment_is_the_mention_where_the_post_has_an_id_too() =>
        Mention(Read("帖子ID,评论ID,内容\np1,c1,你好", "f.csv").Single())
            .GetProperty("external_id")
            .GetString()
            .ShouldBe("c1");

    [Fact]
    public void A_mapping_wins_over_usual_names()
    {
        var mention = Mention(Read("id,text,original\n1,translated,原文", "f.csv", map: ("text", "original")).Single());

        mention.GetProperty("text").GetString().ShouldBe("原文");
    }

    [Fact]
    public void A_mapped_field_that_does_not_exist_is_named() =>
        Should
            .Throw<ImportException>(() => Read("id,text\n1,a", "f.csv", map: ("body_text", "text")))
            .Message.ShouldContain("there is no field body_text");

    [Theory]
    [InlineData("2026-05-01 12:30:00", "2026-05-01T04:30:00Z")]
    [InlineData("2026-05-01", "2026-04-30T16:00:00Z")]
    [InlineData("2026年5月1日 12:30", "2026-05-01T04:30:00Z")]
    [InlineData("2026-05-01T12:30:00Z", "2026-05-01T12:30:00Z")]
    [InlineData("2026-05-01T12:30:00+02:00", "2026-05-01T10:30:00Z")]
    [InlineData("Tue May 31 17:46:55 +0800 2011", "2011-05-31T09:46:55Z")]
    [InlineData("1780650000", "2026-06-05T09:00:00Z")]
    [InlineData("1780650000500", "2026-06-05T09:00:00.5Z")]
    public void Times_are_read_as_exports_write_them(string written, string expected) =>
        Mention(Read($"id,text,time\n1,a,{written}", "f.csv", zone: "Asia/Shanghai").Single())
            .GetProperty("posted_at")
            .GetString()
            .ShouldBe(expected);

    [Fact]
    public void A_time_without_an_offset_needs_a_zone()
    {
        var row = Read("id,text,time\n1,a,2026-05-01 12:30:00", "f.csv").Single();

        row.Mention.ShouldBeNull();
        row.Errors!["posted_at"][0].ShouldContain("--zone");
    }

    [Fact]
    public void Every_mistake_of_a_row_is_listed()
    {
        var row = Read("id,text,time,rating,url\n,a,soon,9,ftp://x", "f.csv").Single();

        row.Errors!.Keys.Order(StringComparer.Ordinal).ShouldBe(["external_id", "permalink", "posted_at", "rating"]);
    }

    [Fact]
    public void Json_lines_may_be_nested_or_flat_and_keep_what_they_do_not_know_to_themselves()
    {
        var rows = Read(
            """
            {"id": "1", "text": "a", "author": {"id": "u1", "followers": 5}, "label": "praise", "source": "corpus"}
            {"external_id": 2, "content": "b", "author_name": "n", "language": "zh", "parent_external_id": "1"}

            not json
            {"id": "3"}
            [1]
            """,
            "f.jsonl"
        );

        Mention(rows[0]).ToString().ShouldBe("""{"external_id":"1","text":"a","author":{"id":"u1","followers":5}}""");
        Mention(rows[1])
            .ToString()
            .ShouldBe("""{"external_id":2,"text":"b","parent_id":"1","lang":"zh","author":{"name":"n","id":"n"}}""");
        rows[2].Errors!.Keys.ShouldBe(["row"]);
        rows[2].Line.ShouldBe(4);
        rows[3].Errors!.Keys.ShouldBe(["text"]);
        rows[4].Errors!["row"].ShouldBe(["Must be a JSON object."]);
    }

    [Fact]
    public void A_mapping_may_reach_into_nested_objects()
    {
        var mention = Mention(
            Read("""{"id": 1, "data": {"body": "deep"}}""", "f.jsonl", map: ("text", "data.body")).Single()
        );

        mention.GetProperty("text").GetString().ShouldBe("deep");
    }

    [Fact]
    public void A_dry_run_reads_twenty_rows()
    {
        var csv = string.Concat(Enumerable.Range(0, 100).Select(row => $"{row},a\n"));

        Read("id,text\n" + csv, "f.csv").Count.ShouldBe(20);
    }

    [Fact]
    public void An_open_quote_is_told_and_not_swallowed()
    {
        var text = "id,text\n1,\"" + new string('x', 5 * 1024 * 1024);

        Should.Throw<ImportException>(() => Read(text, "f.csv")).Message.ShouldContain("quote left open");
    }

    [Fact]
    public void Utf16_is_told() =>
        Should
            .Throw<ImportException>(() => Run(Encoding.Unicode.GetPreamble(), "f.csv", null, []).DryRun())
            .Message.ShouldContain("UTF-16");

    [Fact]
    public void A_file_that_is_not_there_is_told() =>
        Should
            .Throw<ImportException>(() =>
                new ImportRun(
                    new ImportOptions { File = Path.Combine(_folder, "none.csv"), StateDirectory = _folder },
                    TimeProvider.System
                ).DryRun()
            )
            .Message.ShouldContain("There is no file");

    [Fact]
    public async Task A_profile_is_saved_and_used_again()
    {
        var path = Path.Combine(_folder, "profiles", "shop.json");
        var options = new ImportOptions
        {
            File = "f.csv",
            StateDirectory = _folder,
            Channel = "weibo",
            Zone = "Asia/Shanghai",
            Map = new Dictionary<string, string> { ["text"] = "内容" },
        };

        await ImportProfile.Of(options).SaveAsync(path, TestContext.Current.CancellationToken);
        var used = new ImportOptions
        {
            File = "g.csv",
            StateDirectory = _folder,
            Channel = "douyin",
        }.With(await ImportProfile.LoadAsync(path, TestContext.Current.CancellationToken));

        used.Channel.ShouldBe("douyin");
        used.Zone.ShouldBe("Asia/Shanghai");
        used.Map["text"].ShouldBe("内容");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<ImportRow> Read(
        string text,
        string name,
        string encoding = "utf-8",
        string? zone = null,
        params (string Field, string Column)[] map
    ) =>
        Run(
                encoding switch
                {
                    "gb18030" => Gb18030.GetBytes(text),
                    "utf-8 with mark" => [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
                    _ => Encoding.UTF8.GetBytes(text),
                },
                name,
                zone,
                map
            )
            .DryRun();

    private ImportRun Run(byte[] bytes, string name, string? zone, (string Field, string Column)[] map)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return new ImportRun(
            new ImportOptions
            {
                File = path,
                StateDirectory = _folder,
                Channel = "weibo",
                Account = "brand",
                Zone = zone,
                Map = map.ToDictionary(pair => pair.Field, pair => pair.Column),
            },
            TimeProvider.System
        );
    }

    private static JsonElement Mention(ImportRow row)
    {
        row.Errors.ShouldBeNull();
        return JsonElement.Parse(row.Mention!.Value.Span);
    }
}
