import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RestrictedError } from '../db/database-errors.ts';
import { Manager } from '../query/manager.ts';
import { installSettings } from '../settings.ts';
import { TestDatabases } from '../test-databases.fixture.ts';
import { CASCADE, CharField, ForeignKey, RESTRICT, SET_DEFAULT } from './fields.ts';
import { Model } from './model.ts';

// The example of Django's own documentation of RESTRICT.
class Artist extends Model {
  static objects = new Manager(Artist);
  name = CharField();
}
class Album extends Model {
  static objects = new Manager(Album);
  artist = ForeignKey(() => Artist, { onDelete: CASCADE });
}
class Song extends Model {
  static objects = new Manager(Song);
  artist = ForeignKey(() => Artist, { onDelete: CASCADE });
  album = ForeignKey(() => Album, { onDelete: RESTRICT });
}
class Poster extends Model {
  static objects = new Manager(Poster);
  artist = ForeignKey(() => Artist, { onDelete: SET_DEFAULT, default: 1 });
}

const schemaSql = `
create table shop_artist (id bigint primary key, name text not null);
create table shop_album (id bigint primary key, artist_id bigint not null references shop_artist);
create table shop_song (
  id bigint primary key,
  artist_id bigint not null references shop_artist,
  album_id bigint not null references shop_album
);
create table shop_poster (id bigint primary key, artist_id bigint not null references shop_artist);`;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await TestDatabases.start(schemaSql, ['default']);
});
beforeEach(async () => {
  installSettings({ DATABASES: { default: {} } });
  await databases.reset(`
    truncate shop_artist cascade;
    insert into shop_artist values (1, 'Various'), (2, 'Ana'), (3, 'Ben');
    insert into shop_album values (20, 2), (30, 3);`);
});
afterAll(async () => {
  await databases.close();
});

test('RESTRICT lets a row go with what it refers to, and refuses while one stays', async () => {
  await Song.objects.create({ id: 200, artistId: 2, albumId: 20 });
  expect(await (await Artist.objects.get({ id: 2 })).delete()).toEqual([
    3,
    { 'shop.Song': 1, 'shop.Album': 1, 'shop.Artist': 1 },
  ]);
  await Song.objects.create({ id: 300, artistId: 1, albumId: 30 });
  await expect(Artist.objects.filter({ id: 3 }).delete()).rejects.toThrow(
    new RestrictedError(
      "Cannot delete some instances of model 'Album' because they are referenced through restricted foreign keys: 'Song.album'.",
    ),
  );
  expect([await Artist.objects.count(), await Album.objects.count()]).toEqual([2, 1]);
});

test('SET_DEFAULT gives the rows that stay the default', async () => {
  await Poster.objects.create({ id: 1, artistId: 3 });
  await (await Artist.objects.get({ id: 3 })).delete();
  expect(await Poster.objects.values()).toEqual([{ id: 1, artistId: 1 }]);
});
