using TriageMesh.Desk.Pages;

namespace TriageMesh.Api.Specs.Desk;

public sealed class Pages_and_files : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("desk-pages-");

    [Fact]
    public void Hashed_files_are_kept_for_ever_and_the_page_never()
    {
        Put("index.html", "<!doctype html>");
        Put("assets/index-1a2b.js", "x");
        Put("robots.txt", "x");

        var files = WebFiles.Load(_folder.FullName).All.ToDictionary(file => file.Path);

        files["/index.html"].CacheControl.ShouldBe("no-store");
        files["/assets/index-1a2b.js"].CacheControl.ShouldBe("public, max-age=31536000, immutable");
        files["/robots.txt"].CacheControl.ShouldBe("no-cache");
        files["/assets/index-1a2b.js"].ContentType.ShouldBe("text/javascript; charset=utf-8");
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("", null)]
    public void The_smallest_form_that_the_browser_takes_is_sent(string accepts, string? encoding)
    {
        Put("assets/a.js", "plain");
        Put("assets/a.js.br", "br");
        Put("assets/a.js.gz", "gz");

        var files = WebFiles.Load(_folder.FullName);

        files.All.Single().FormFor(accepts).Encoding.ShouldBe(encoding);
    }

    [Fact]
    public void Without_a_build_there_is_no_page() =>
        WebFiles.Load(Path.Combine(_folder.FullName, "missing")).Page.ShouldBeNull();

    public void Dispose() => _folder.Delete(recursive: true);

    private void Put(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
